"""Meetings of a network that was merged into another go with its boards and its people."""

from forum.events import NetworksMerged
from meetings.models import Meeting, MeetingNetwork
from regions.models import Network


def carry_meetings(event: NetworksMerged, event_id: int) -> None:
    """Arranged by the other from now on. Of a meeting that both had, one row of the other's stays."""
    network = Network.objects.filter(pk=event.from_network_id).first()
    if network is None or network.merged_into_id is None:
        return
    into = network.merged_into_id
    Meeting.objects.filter(network=network).update(network=into)
    rows = MeetingNetwork.objects.filter(network=network)
    twice = MeetingNetwork.objects.filter(network=into, meeting__in=rows.values("meeting"))
    joined = rows.filter(state=MeetingNetwork.State.JOINED).values_list("meeting_id", flat=True)
    twice.filter(meeting__in=list(joined)).update(state=MeetingNetwork.State.JOINED)
    rows.filter(meeting__in=list(twice.values_list("meeting_id", flat=True))).delete()
    rows.update(network=into)
