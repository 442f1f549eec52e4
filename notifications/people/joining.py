"""What follows when somebody is on the way in: the invitation, the code, the welcome."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.selectors import member_for_address
from accounts.strangers_letters import Door, letter_may_leave
from forum.told import By, Told, members_off
from notifications.fresh import NothingToSend, still_good
from notifications.handlers import tell
from notifications.letters import write_letter
from notifications.models import Letter, Notification
from notifications.people.boards import own_board
from notifications.people.who import deciders
from regions.events import ApplicationProven, ApplicationRefused, MemberJoined, PersonInvited, ProofCodeAsked
from regions.invitation_keys import known_key_of
from regions.models import Application, Invitation, Membership, ProofCode
from regions.permissions import can_write_to_officer
from regions.standing import standing_of


def write_invitation(event: PersonInvited, event_id: int) -> None:
    invitation = Invitation.objects.filter(pk=event.invitation_id).first()
    if invitation is not None:
        write_letter(
            "invitation",
            address=invitation.address,
            key=f"invitation:{event_id}",
            context={"invitation_id": invitation.pk},
        )


def invitation_facts(letter: Letter) -> dict[str, Any]:
    """The link, while it leads somewhere."""
    rows = Invitation.objects.select_related("service__region", "invited_by")
    invitation = rows.filter(pk=letter.context["invitation_id"], accepted=None, withdrawn=None).first()
    key = known_key_of(invitation) if invitation is not None else None
    if invitation is None or key is None or invitation.expires <= timezone.now():
        raise NothingToSend
    return {
        "invitation": invitation,
        "inviter": invitation.invited_by.full_name if invitation.invited_by else "The secretariat",
        "until": timezone.localtime(invitation.expires),
        "link": f"{settings.SITE_URL}/invitation/{key}/",
    }


def write_proof_code(event: ProofCodeAsked, event_id: int) -> None:
    """The code, to the address that it proves. Who applies and is a member already is told so instead, by the letter
    alone: the page has said to everybody what it says to a stranger.
    """
    proof = ProofCode.objects.filter(pk=event.proof_code_id).first()
    if proof is None:
        return
    door = Door.JOIN if proof.application_id else Door.INVITATION
    if not letter_may_leave(proof.address, door, proof.pk):
        return
    member = member_for_address(proof.address) if proof.application_id else None
    known = member is not None and can_write_to_officer(standing_of(member))
    write_letter(
        "already_member" if known else "proof_code",
        address=proof.address,
        key=f"proof-code:{proof.pk}",
        context={"proof_code_id": proof.pk},
    )


def proof_code_facts(letter: Letter) -> dict[str, Any]:
    proof = ProofCode.objects.filter(pk=letter.context["proof_code_id"]).exclude(code="").first()
    if proof is None or not still_good(proof.asked):
        raise NothingToSend
    return {"code": proof.code, "invited": proof.invitation_id is not None}


def forget_proof_code(letter: Letter, *, taken: bool) -> None:
    ProofCode.objects.filter(pk=letter.context["proof_code_id"]).update(code="")


def notify_deciders(event: ApplicationProven, event_id: int) -> None:
    application = Application.objects.select_related("service__region").filter(pk=event.application_id).first()
    if application is not None and application.state == Application.State.WAITING:
        region = application.service.region if application.service else None
        people = [member.pk for member in deciders(region)]
        tell(people, event_id, Notification.Kind.APPLICATION, thing=application.pk)


def write_to_deciders(event: ApplicationProven, event_id: int) -> None:
    """A letter to everybody who may decide; it names the service, and not the person."""
    application = Application.objects.select_related("service__region").filter(pk=event.application_id).first()
    if application is None or application.state != Application.State.WAITING:
        return
    region = application.service.region if application.service else None
    people = deciders(region)
    quiet = members_off([member.pk for member in people], Told.REQUEST, By.EMAIL)
    for member in people:
        if member.pk in quiet:
            continue
        write_letter(
            "application_waiting",
            member=member,
            key=f"application:{event_id}:{member.pk}",
            context={
                "application_id": application.pk,
                "service": application.service.name if application.service else "",
                "region": region.name if region else "",
            },
        )


def write_refusal(event: ApplicationRefused, event_id: int) -> None:
    application = Application.objects.filter(pk=event.application_id).first()
    if application is not None:
        write_letter(
            "application_refused",
            address=application.address,
            key=f"application-refused:{application.pk}",
            context={"application_id": application.pk},
        )


def refusal_facts(letter: Letter) -> dict[str, Any]:
    """The reason, read from its row."""
    application = Application.objects.filter(pk=letter.context["application_id"]).first()
    if application is None:
        raise NothingToSend
    return {"application": application}


def write_welcome(event: MemberJoined, event_id: int) -> None:
    place = Membership.objects.select_related("member").filter(pk=event.membership_id).first()
    if place is not None:
        write_letter("welcome", member=place.member, key=f"welcome:{event_id}", context={"membership_id": place.pk})


def welcome_facts(letter: Letter) -> dict[str, Any]:
    """What the newcomer's own boards are, if the place still stands."""
    rows = Membership.objects.select_related("service__region").exclude(status=Membership.Status.ENDED)
    place = rows.filter(pk=letter.context["membership_id"]).first()
    if place is None:
        raise NothingToSend
    later = place.starts > timezone.localdate()
    board = own_board(place.service.region)
    return {"place": place, "later": later, "board": board, "data_controller": settings.DATA_CONTROLLER}
