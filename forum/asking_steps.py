"""What becomes of asked regions when a topic goes elsewhere, or a region does. Steps inside actions."""

from forum.asking import State, note_who_takes_part
from forum.models import AskedRegion, Topic
from regions.models import Network

LIVE = (State.ASKED, State.ACCEPTED)


def end_askings_at_home(topic_ids: list[int]) -> None:
    """A region whose own topic it is by now takes no part beside; what is no region's topic is asked of nobody."""
    rows = AskedRegion.objects.filter(topic__in=topic_ids, state__in=LIVE).select_related("topic__forum__network")
    for row in rows:
        network = row.topic.forum.network
        if network.kind != Network.Kind.REGION or network.pk == row.region_id:
            AskedRegion.objects.filter(pk=row.pk).update(state=State.ENDED)
    note_who_takes_part(topic_ids)


def end_all_askings(topic: Topic) -> None:
    AskedRegion.objects.filter(topic=topic, state__in=LIVE).update(state=State.ENDED)
    note_who_takes_part([topic.pk])


def copy_askings(topic: Topic, new: Topic) -> None:
    """The regions that read the posts before read them in the topic that was made of them."""
    if topic.asked_ids:
        AskedRegion.objects.bulk_create(
            AskedRegion(
                topic=new, region_id=row.region_id, board_id=row.board_id, state=row.state, asked=row.asked,
                asked_by_id=row.asked_by_id, decided=row.decided, decided_by_id=row.decided_by_id,
            )
            for row in AskedRegion.objects.filter(topic=topic, state=State.ACCEPTED)
        )  # fmt: skip
        note_who_takes_part([new.pk])


def carry_askings(network: Network, into: Network) -> None:
    """A region that was merged into another: its people are the other's, and so is what it was asked."""
    rows = AskedRegion.objects.filter(region=network)
    there = AskedRegion.objects.filter(region=into).values("topic")
    topics = list(rows.values_list("topic_id", flat=True))
    twice = list(rows.filter(topic__in=there).values_list("topic_id", flat=True))
    taken = rows.filter(topic__in=twice, state=State.ACCEPTED).values("topic")
    AskedRegion.objects.filter(region=into, topic__in=list(taken.values_list("topic", flat=True))).update(
        state=State.ACCEPTED
    )
    rows.filter(topic__in=twice).delete()
    AskedRegion.objects.filter(region=network).update(region=into)
    at_home = Topic.objects.filter(forum__network=into, askings__state__in=LIVE).values_list("pk", flat=True)
    end_askings_at_home(sorted({*topics, *at_home}))
