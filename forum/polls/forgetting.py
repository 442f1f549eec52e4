"""What polls say of a person who is erased."""

from accounts.models import Member
from accounts.traces import Traces
from forum.models import Ballot, Poll, TopicTrace


def take_out_of_polls(member: Member, traces: Traces) -> None:
    """Answers stay counted, as nobody's; a poll in a topic of theirs may name them, and so may what one came to."""
    Ballot.objects.filter(member=member).update(member=None)
    for poll in Poll.objects.filter(topic__poster=member):
        words = [poll.question, *poll.options]
        if any(traces.found_in(one) for one in words):
            question, *options = [traces.removed_from(one).strip() or "–" for one in words]
            Poll.objects.filter(pk=poll.pk).update(question=question, options=options)
    for trace in TopicTrace.objects.exclude(words=""):
        if traces.found_in(trace.words):
            TopicTrace.objects.filter(pk=trace.pk).update(words=traces.removed_from(trace.words))
