"""What `regions` tells the rest of the house."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RightsChanged:
    """What this member may do is not what it was: their open sockets must ask again before the next word."""

    member_id: int


@dataclass(frozen=True)
class PaymentRecorded:
    payment_id: int


@dataclass(frozen=True)
class PaymentCorrected:
    """`payment_id` was entered by mistake and counts no more."""

    payment_id: int


@dataclass(frozen=True)
class ColleagueAdded:
    """The lead, or the secretariat, gave somebody a second-tier place."""

    membership_id: int


@dataclass(frozen=True)
class ColleagueRemoved:
    membership_id: int


@dataclass(frozen=True)
class MembershipEndSet:
    """A membership got its last day."""

    membership_id: int


@dataclass(frozen=True)
class MembershipSuspended:
    membership_id: int


@dataclass(frozen=True)
class SuspensionLifted:
    membership_id: int


@dataclass(frozen=True)
class PersonInvited:
    """An invitation was made, or is to be sent again."""

    invitation_id: int


@dataclass(frozen=True)
class ProofCodeAsked:
    """Somebody on the way in is to prove their address."""

    proof_code_id: int


@dataclass(frozen=True)
class MemberJoined:
    """An invitation or an application came to a place."""

    membership_id: int


@dataclass(frozen=True)
class ApplicationProven:
    """An application's address is proven: it waits for a decision."""

    application_id: int


@dataclass(frozen=True)
class ApplicationRefused:
    """Somebody said no, with a reason."""

    application_id: int


@dataclass(frozen=True)
class ReadersChanged:
    """What is read or written in this network has changed for many: every open socket is asked again, once."""

    network_id: int


@dataclass(frozen=True)
class RepresentativeAppointed:
    representation_id: int


@dataclass(frozen=True)
class RepresentationEnded:
    """Its last day was set."""

    representation_id: int


@dataclass(frozen=True)
class RepresentationHandedOver:
    """The successor's term."""

    representation_id: int


@dataclass(frozen=True)
class HandOverUndone:
    """The earlier term goes on; the successor's never begins."""

    representation_id: int
    successor_id: int


@dataclass(frozen=True)
class RepresentativeAway:
    """A representative or an officer: whoever has such a term."""

    absence_id: int


@dataclass(frozen=True)
class CoverNamed:
    """Another region's representatives look after this network while it has none."""

    network_id: int


@dataclass(frozen=True)
class VolunteerOffered:
    volunteer_id: int


@dataclass(frozen=True)
class VolunteerThanked:
    volunteer_id: int


@dataclass(frozen=True)
class OfficeHandedOver:
    """The successor's term."""

    office_id: int


@dataclass(frozen=True)
class OfficeHandOverUndone:
    """The earlier term goes on; the successor's never begins."""

    office_id: int
    successor_id: int


@dataclass(frozen=True)
class OfficerAppointed:
    office_id: int


@dataclass(frozen=True)
class OfficeEnded:
    office_id: int


@dataclass(frozen=True)
class BuddyNamed:
    """Somebody of the region can be asked anything by this newcomer."""

    member_id: int


@dataclass(frozen=True)
class OfficerWrittenTo:
    """Words in confidence wait to be taken to one officer."""

    confidence_id: int


@dataclass(frozen=True)
class AppealMade:
    appeal_id: int


@dataclass(frozen=True)
class AppealDecided:
    appeal_id: int
