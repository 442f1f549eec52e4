"""What `meetings` tells the rest of the house. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingProposed:
    meeting_id: int


@dataclass(frozen=True)
class MeetingJoined:
    """Another network's representative joined it for their network, or declined."""

    meeting_id: int
    network_id: int


@dataclass(frozen=True)
class DatesAsked:
    """Everybody is asked which dates suit."""

    meeting_id: int


@dataclass(frozen=True)
class DatesReminded:
    """Those who have not said so are to be reminded."""

    meeting_id: int


@dataclass(frozen=True)
class DatesAnswered:
    """Somebody says which of them suit; it says neither who nor what."""

    meeting_id: int


@dataclass(frozen=True)
class DateFixed:
    meeting_id: int


@dataclass(frozen=True)
class LatecomersInvited:
    """People who belong to one of its networks by now, and did not when it was fixed."""

    meeting_id: int


@dataclass(frozen=True)
class MeetingChanged:
    """Its time or its place: what was answered before is asked again."""

    meeting_id: int
    sequence: int


@dataclass(frozen=True)
class MeetingReworded:
    """What else is known of it: agenda, directions, the number of places. Nobody is asked or told again."""

    meeting_id: int


@dataclass(frozen=True)
class MeetingCancelled:
    meeting_id: int


@dataclass(frozen=True)
class InvitationAnswered:
    """A member says whether they come, or says something else than before."""

    invitation_id: int
    rsvp_id: int


@dataclass(frozen=True)
class DeputySent:
    """Somebody of the same service comes instead."""

    invitation_id: int
    deputy_invitation_id: int


@dataclass(frozen=True)
class PlaceGiven:
    """Who waited has a place in the room."""

    invitation_id: int


@dataclass(frozen=True)
class PlaceOffered:
    """One is held for who waited, since the meeting has moved since they said that they come."""

    invitation_id: int


@dataclass(frozen=True)
class OfferPassedOn:
    """It was not answered in time."""

    invitation_id: int


@dataclass(frozen=True)
class NoteLeft:
    """Who was invited tells who arranges it something."""

    note_id: int


@dataclass(frozen=True)
class MinutesCirculated:
    """The draft goes to those who were there."""

    meeting_id: int


@dataclass(frozen=True)
class MinutesPublished:
    """To the network: the draft, or as they were agreed."""

    meeting_id: int


@dataclass(frozen=True)
class MinutesAgreed:
    meeting_id: int


@dataclass(frozen=True)
class CorrectionMade:
    correction_id: int


@dataclass(frozen=True)
class CorrectionDecided:
    correction_id: int


@dataclass(frozen=True)
class ActionDue:
    """The date of an open action point comes near, or is over: its owner is reminded, once each."""

    action_id: int
    late: bool
