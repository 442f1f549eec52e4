"""What becomes of a poll whose topic is merged into another: it goes along, or its result stays as text."""

from django.utils import timezone

from forum.models import Topic
from forum.polls.models import Poll
from forum.polls.results import Results, results_of
from forum.polls.voters import asked_now, ballots_of


def take_poll_along(topic: Topic, into: Topic) -> str:
    """A topic has one poll: where the other has one, that one stays and this one ends; returns what it came to, in
    words. The caller holds the locks of both topics.
    """
    polls = Poll.objects.select_for_update(of=("self",)).select_related("topic__forum__network")
    found = {poll.topic_id: poll for poll in polls.filter(topic__in=(topic, into)).order_by("pk")}
    poll = found.get(topic.pk)
    if poll is None:
        return ""
    if into.pk not in found:
        asked = asked_now(into) if poll.is_open() else poll.asked
        Poll.objects.filter(pk=poll.pk).update(topic=into, asked=asked)
        return ""
    now = timezone.now()
    if poll.is_open(now):
        poll.closes = now
        Poll.objects.filter(pk=poll.pk).update(closes=now, settled=now, asked=asked_now(topic))
        poll.refresh_from_db(fields=["asked"])
    return in_words(poll, results_of(poll, ballots_of(poll), now=now))


def in_words(poll: Poll, results: Results) -> str:
    """The same numbers as the page shows, and nothing that it keeps back."""
    said = [f"Poll: {poll.question}", f"{results.answered} of {results.asked} asked answered.", results.why]
    votes = "; ".join(f"{row.words}: {row.votes}" for row in results.options)
    said.append(f"{'First choices' if results.ranked else 'Answers'}: {votes}." if votes else "")
    if results.ranked:
        level = " and ".join(results.first)
        said.append(f"By instant run-off {level} {'is first' if len(results.first) == 1 else 'are level'}.")
    return "\n".join(filter(None, said))
