"""What this room holds about a person: what they wrote, and what they follow."""

from typing import Any

from django.db.models import Prefetch, Q
from django.utils.text import slugify

from accounts.models import Member
from accounts.personal import Held, hinted
from accounts.traces import Traces
from forum import search
from forum.access import visible_topics
from forum.files.forgetting import forget_files
from forum.models import (
    Aside,
    AskedRegion,
    Attachment,
    BoardFollow,
    Closing,
    Draft,
    HeldFinding,
    MailHabits,
    Matter,
    NetworkFollow,
    Post,
    PostOrigin,
    PostVersion,
    ReadMark,
    RefusedFile,
    Reminder,
    Report,
    SavedSearch,
    Topic,
    TopicFollow,
    TopicTrace,
)  # fmt: skip
from forum.polls.forgetting import take_out_of_polls
from forum.publishing import set_text
from forum.saved_searches import forget_searches_for, searches_held
from regions.personal_data import traces_with_phone

HELD = (
    Held("Your posts, with your job title and service of the day", "without end: others answered them",
         "stay as “Former member” posts; your name, addresses and telephone number are taken out of them",
         ("forum_conversation.Post", "forum_conversation.Topic", "boards.PostOrigin", "boards.PostVersion")),
    Held("Files of your posts", "without end, with their posts; what was never posted two days",
         "stay with their posts, your name taken out of what they are called; those never posted are deleted",
         ("boards.Attachment",)),
    Held("Names of files that were not taken, and why", "with their posts; of others thirty days", "deleted",
         ("boards.RefusedFile",)),
    Held("Drafts: what you began and have not posted", "until you post them or throw them away", "deleted",
         ("boards.Draft",)),
    Held("Summaries with which you closed a topic, and which answer you said helped", "without end",
         "stay; your name, addresses and telephone number are taken out of them",
         ("boards.Closing", "boards.AcceptedAnswer")),
    Held("Which regions you asked to take a question on, and how you answered for yours", "without end",
         "stay, without your name and your words", ("boards.AskedRegion",)),
    Held("Posts of yours that were held and never appeared", "without end", "emptied", ("boards.HeldFinding",)),
    Held("What you reported, and what was decided on your posts", "without end: the accounts are counted from them",
         "your words and your name are taken out",
         ("boards.Matter", "boards.Report", "boards.TopicTrace")),
    Held("Which boards and topics you follow or mute, how your mail comes, and how far you have read",
         "as long as you are known here", "deleted",
         ("boards.NetworkFollow", "boards.MailHabits", "boards.BoardFollow", "boards.TopicFollow",
          "boards.ReadMark", "forum_conversation.Topic_subscribers")),
    Held("Which topics you wanted to be reminded of", "until you say that it is done", "deleted", ("boards.Reminder",)),
    Held("What you wrote to a post’s author alone, until it has left; then for ninety days that you did", "ninety days",
         "deleted", ("boards.Aside",)),
    Held("Searches that you saved, and which posts they found since", "until you remove them; the finds two months",
         "deleted", ("boards.SavedSearch", "boards.SearchHit")),
    Held("How you answered polls", "as long as the topic stands", "counted on, without your name",
         ("boards.Ballot", "boards.Poll")),
)  # fmt: skip


def gather(member: Member) -> dict[str, Any]:
    """Their own words. A topic's title is another's unless they opened it, so it is told only where they may read it;
    what a mail of theirs quoted is others' and stays out.
    """
    titles = dict(visible_topics(member).filter(posts__poster=member).values_list("pk", "subject"))
    posts = Post.objects.filter(poster=member).select_related("topic__forum", "origin").order_by("pk")
    posts = posts.prefetch_related(Prefetch("versions", PostVersion.objects.order_by("number")))
    return {
        "posts": [_post(post, titles) for post in posts.iterator(chunk_size=500)],
        "files": list(
            Attachment.objects.filter(owner=member).order_by("pk").values("pk", "name", "size", "created", "post_id")
        ),
        "files not taken": list(
            RefusedFile.objects.filter(owner=member).order_by("pk").values("name", "why", "created")
        ),
        "how mail comes": list(
            MailHabits.objects.filter(member=member).values(
                "rhythm", "weekday", "at", "quiet_from", "quiet_until", "digests", "mentions"
            )
        ),
        "networks followed": list(member.network_follows.values("network__name", "wants")),
        "drafts": list(member.drafts.values("place", "title", "text", "tags", "poll", "updated")),
        "summaries": list(member.closings.values("topic_id", "asked", "heard", "did", "at")),
        "polls answered": [
            {"question": ballot.poll.question, "answer": ballot.poll.words(ballot.picks)}
            for ballot in member.ballots.select_related("poll").order_by("pk")
        ],
        "boards followed": list(member.board_follows.values("board__name", "wants")),
        "topics followed": list(member.topic_follows.values("topic_id", "wants", "mentions")),
        "written to authors alone": list(member.asides.order_by("pk").values("post_id", "written")),
        "reminders": list(member.reminders.values("topic_id", "day", "told")),
        **searches_held(member),
        "reports": list(member.reports_made.order_by("pk").values("matter__post_id", "why", "words", "made")),
        "decisions on your posts": list(
            Matter.objects.filter(post__poster=member)
            .order_by("pk")
            .values("post_id", "kind", "opened", "outcome", "decided", "reason")
        ),
        "regions asked": list(
            AskedRegion.objects.filter(asked_by=member).order_by("pk").values("topic_id", "region__name", "asked")
        ),
        "answers for your region": list(
            AskedRegion.objects.filter(decided_by=member)
            .order_by("pk")
            .values("topic_id", "region__name", "state", "decided", "reason")
        ),
        "read marks": list(member.read_marks.values("topic_id", "number", "at")),
    }


def _post(post: Post, titles: dict[int, str]) -> dict[str, Any]:
    origin = getattr(post, "origin", None)
    opened = post.topic.poster_id == post.poster_id
    return {
        "number": post.pk, "topic": post.topic_id, "board": post.topic.forum.name,
        "title": post.topic.subject if opened else titles.get(post.topic_id, ""), "written": post.created,
        "published": post.published, "state": post.state, "as": post.author_line, "text": post.content.raw,
        "earlier texts": [
            {"title": one.title if opened else "", "text": one.text, "until": one.replaced}
            for one in post.versions.all()
        ],
        "by": origin.kind if origin else "web", "files": origin.files if origin else [],
    }  # fmt: skip


def erase(member: Member) -> None:
    traces = traces_with_phone(member)
    Post.objects.filter(poster=member).update(author_line="", username="", update_reason="")
    PostOrigin.objects.filter(post__poster=member).update(folded="", message_id="")
    PostVersion.objects.filter(post__poster=member).delete()
    forget_files(Attachment.objects.filter(owner=member).exclude(post__approved=True))
    RefusedFile.objects.filter(owner=member).delete()
    for file in Attachment.objects.filter(owner=member):
        named = {"name": traces.removed_from(file.name), "words": traces.removed_from(file.words)}
        Attachment.objects.filter(pk=file.pk).update(**named)
    _empty_unpublished(member)
    _take_out_of_topics(member, traces)
    take_out_of_polls(member, traces)
    for post in Post.objects.filter(hinted("content", traces), poster=member, approved=True):
        _take_out_of_post(post, traces)
    for origin in PostOrigin.objects.exclude(files=[]).filter(post__poster=member):
        PostOrigin.objects.filter(pk=origin.pk).update(files=traces.removed_from_all(origin.files))
    for origin in PostOrigin.objects.filter(hinted("folded", traces)):
        if traces.found_in(origin.folded):  # others' quotes and signatures; what they wrote themselves is not folded
            PostOrigin.objects.filter(pk=origin.pk).update(folded="")
    Aside.objects.filter(Q(sender=member) | Q(reader=member)).delete()
    Report.objects.filter(reporter=member).update(words="", reporter=None)
    Matter.objects.filter(post__poster=member).update(reason="")
    for field in ("claimed_by", "decided_by"):
        Matter.objects.filter(**{field: member}).update(**{field: None})
    TopicTrace.objects.filter(by=member).update(by=None)
    AskedRegion.objects.filter(asked_by=member).update(asked_by=None)
    AskedRegion.objects.filter(decided_by=member).update(decided_by=None, reason="")
    for closing in Closing.objects.filter(member=member):
        parts = {name: traces.removed_from(getattr(closing, name)) for name in ("asked", "heard", "did")}
        Closing.objects.filter(pk=closing.pk).update(**parts)
    for model in (BoardFollow, Draft, MailHabits, NetworkFollow, ReadMark, Reminder, SavedSearch, TopicFollow):
        model._default_manager.filter(member=member).delete()
    Topic.subscribers.through.objects.filter(member=member).delete()
    forget_searches_for(traces)


def _empty_unpublished(member: Member) -> None:
    """What nobody else ever read goes."""
    for post in Post.objects.filter(poster=member, approved=False).select_related("topic"):
        HeldFinding.objects.filter(post=post).delete()
        Post.objects.filter(pk=post.pk).update(
            state=Post.State.WITHDRAWN, subject="Withdrawn", content="", _content_rendered="",
        )  # fmt: skip
        if not post.topic.approved:
            Topic.objects.filter(pk=post.topic_id).update(subject="Withdrawn", slug="withdrawn")


def _take_out_of_topics(member: Member, traces: Traces) -> None:
    """The title stands in the topic, in its address, in each of its posts and in the search text."""
    for topic in Topic.objects.filter(hinted("subject", traces), poster=member, approved=True):
        if not traces.found_in(topic.subject):
            continue
        title = traces.removed_from(topic.subject).strip() or "Topic"
        Post.objects.filter(topic=topic, subject=topic.subject).update(subject=title)
        Topic.objects.filter(pk=topic.pk).update(subject=title, slug=slugify(title)[:200] or "topic")
        PostVersion.objects.filter(post__topic=topic).exclude(title="").update(title=title)
        for post in Post.objects.filter(topic=topic, approved=True, state=Post.State.PUBLISHED):
            search.index(post)


def _take_out_of_post(post: Post, traces: Traces) -> None:
    if traces.found_in(post.content.raw):
        set_text(post, traces.removed_from(post.content.raw))
        Post.objects.filter(pk=post.pk).update(content=post.content.raw, _content_rendered=post._content_rendered)
        search.index(post)
