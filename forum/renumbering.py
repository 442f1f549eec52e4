"""Posts that go to another topic: their new numbers there, and how far each member has read them."""

from bisect import bisect_right

from forum.models import Post, ReadMark, Topic


def renumber(posts: list[Post], topic: Topic, *, first: int, title: str) -> None:
    """Put the posts into the topic under `first` and the numbers after it. The caller holds both topics' locks."""
    for number, post in enumerate(posts, start=first):
        post.topic, post.number, post.subject = topic, number, title
        Post.objects.filter(pk=post.pk).update(topic=topic, number=number, subject=title)


def carry_read_marks(old: Topic, new: Topic, numbers: list[int], *, first: int = 1) -> None:
    """Who had read the posts where they stood, under these `numbers`, has read them where they stand now. A mark of
    the other topic rises only if its member had read all that stood there before.
    """
    known = dict(ReadMark.objects.filter(topic=new).values_list("member_id", "number"))
    marks = []
    for member, upto, at in ReadMark.objects.filter(topic=old).values_list("member_id", "number", "at"):
        read = bisect_right(numbers, upto)
        if read and (first == 1 or known.get(member, 0) >= first - 1):
            marks.append(ReadMark(topic=new, member_id=member, number=first - 1 + read, at=at))
    ReadMark.objects.bulk_create(
        marks, update_conflicts=True, unique_fields=["member", "topic"], update_fields=["number", "at"], batch_size=500
    )
