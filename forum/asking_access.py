"""The door to what one region asks of another, on somebody's behalf."""

from accounts.models import Member
from forum.access import NotVisible, visible_topics
from forum.models import AskedRegion, Topic
from regions.permissions import can_answer_for_region
from regions.standing import member_standing


def get_asking_for(member: Member, pk: int, *, lock: bool = False) -> AskedRegion:
    """For who may answer for the region, though they cannot read the topic yet, and for the topic's readers. With
    `lock` the topic and then the row are held until the transaction ends. Raises NotVisible.
    """
    rows = AskedRegion.objects.filter(pk=pk, topic__approved=True)
    if lock:
        list(Topic.objects.select_for_update().filter(pk__in=rows.values("topic")).values_list("pk"))
        rows = rows.select_for_update(of=("self",))
    row = rows.select_related("topic__forum__network", "topic__poster", "region", "decided_by").first()
    if row is None:
        raise NotVisible
    answers = can_answer_for_region(member_standing(member), row.region)
    if not answers and not visible_topics(member).filter(pk=row.topic_id).exists():
        raise NotVisible
    return row
