"""Two deciders, two acceptances, two appointments at the same instant: one outcome, and the other is told."""

import pytest
from django.utils import timezone

from accounts.models import Member
from outbox.models import Event
from regions.actions.accept_application import accept_application
from regions.actions.accept_invitation import accept_invitation
from regions.actions.appoint_representative import appoint_representative
from regions.actions.ask_for_invitation_code import ask_for_invitation_code
from regions.actions.invite_person import invite_person
from regions.actions.refuse_application import refuse_application
from regions.models import Application, Invitation, Membership, Representation, Service, Subscription
from regions.permissions import Reason, Refused
from regions.proof_codes import BadCode
from tests.factories import make_member, make_officer, make_service
from tests.services.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(act) -> str:
    try:
        act()
    except Refused as refused:
        return str(refused.reason)
    except BadCode as bad:
        return bad.problem.name
    return "done"


def test_accepted_and_refused_at_once_has_one_outcome(rep, north_west):
    secretary, service = make_officer("secretariat"), make_service(north_west)
    for number in range(10):
        application = Application.objects.create(
            address=f"n{number}@lakeside.example", first_name="Nia", last_name="Newman", job_title="Head",
            service=service, state="waiting", proven=timezone.now(),
        )  # fmt: skip
        acts = [
            lambda pk=application.pk: accept_application(
                Member.objects.get(pk=secretary.pk), pk, service=service, tier="full"
            ),
            lambda pk=application.pk: refuse_application(Member.objects.get(pk=rep.pk), pk, reason="No."),
        ]

        assert sorted(at_once(outcome, acts)) == sorted(["done", Reason.ALREADY_DECIDED])

    decided = Event.objects.filter(name__in=("MemberJoined", "ApplicationRefused")).count()
    assert decided == 10


def test_one_code_typed_eight_times_at_once_opens_one_place(rep, north_west):
    invitation = invite_person(
        rep, address="nia@lakeside.example", first_name="Nia", last_name="Newman", service=make_service(north_west),
        tier="full", starts=timezone.localdate(),
    )  # fmt: skip
    proof = ask_for_invitation_code(invitation.pk)

    answers = at_once(outcome, [lambda: accept_invitation(proof.pk, typed=proof.code)] * 8)

    assert sorted(answers) == ["OVER"] * 7 + ["done"]
    assert Membership.objects.filter(member__email="nia@lakeside.example").count() == 1


def test_the_last_place_is_kept_for_one(rep, north_west):
    service, today = make_service(north_west), timezone.localdate()
    Subscription.objects.create(service=service, places=1, starts=today, ends=today)

    def invite(number: int) -> str:
        return outcome(
            lambda: invite_person(
                Member.objects.get(pk=rep.pk), address=f"n{number}@lakeside.example", first_name="Nia",
                last_name="Newman", service=Service.objects.get(pk=service.pk), tier="second", starts=today,
            )
        )  # fmt: skip

    assert sorted(at_once(invite, range(8))) == sorted([Reason.NO_PLACE_LEFT] * 7 + ["done"])
    assert Invitation.objects.count() == 1


def test_no_region_has_three_representatives(north_west, rep):
    chair, today = make_officer("chair", region=north_west), timezone.localdate()
    members = [make_member(north_west) for _ in range(6)]

    def appoint(member: Member) -> str:
        return outcome(
            lambda: appoint_representative(Member.objects.get(pk=chair.pk), member, north_west, starts=today)
        )

    assert sorted(at_once(appoint, members)) == sorted([Reason.TWO_REPRESENTATIVES] * 5 + ["done"])
    assert Representation.objects.count() == 2
