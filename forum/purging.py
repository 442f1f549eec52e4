"""Taking a post's words out of this room. What other rooms keep of it goes by the event: see docs/events.md."""

from forum import search
from forum.files.forgetting import forget_files
from forum.models import Attachment, HeldFinding, Matter, Post, PostOrigin, PostVersion, RefusedFile, Report, Topic

TITLE = "Deleted"


def forget_words(post: Post) -> None:
    """The row stays, empty, so that numbers and counts stay true. The caller holds its lock."""
    Post.objects.filter(pk=post.pk).update(
        state=Post.State.PURGED, approved=False, subject=TITLE, content="", _content_rendered="", update_reason="",
        username="",
    )  # fmt: skip
    post.state = Post.State.PURGED
    PostOrigin.objects.filter(post=post).update(folded="", files=[], message_id="")
    PostVersion.objects.filter(post=post).delete()
    forget_files(Attachment.objects.filter(post=post))
    RefusedFile.objects.filter(post=post).delete()
    HeldFinding.objects.filter(post=post).delete()
    Report.objects.filter(matter__post=post).update(words="")
    Matter.objects.filter(post=post).update(reason="")
    search.forget(post)
    if post.topic.first_post_id == post.pk:
        _forget_title(post.topic)


def _forget_title(topic: Topic) -> None:
    """The title was the first post's, and stands in each answer and its search text as well."""
    Topic.objects.filter(pk=topic.pk).update(subject=TITLE, slug=TITLE.lower())
    for answer in Post.objects.filter(topic=topic).exclude(state=Post.State.PURGED):
        Post.objects.filter(pk=answer.pk).update(subject=TITLE)
        search.forget(answer)
