"""The first person of all comes by a command."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Member
from regions.standing import standing_of

pytestmark = pytest.mark.django_db


def appoint(address: str = "ann@association.example", first: str = "Ann", last: str = "Example") -> str:
    out = io.StringIO()
    call_command("appoint_secretariat", address, first, last, stdout=out)
    return out.getvalue()


def test_the_first_person_is_of_the_secretariat_and_twice_changes_nothing():
    assert "Ann Example is of the secretariat." in appoint()
    assert "already" in appoint()

    ann = Member.objects.get(email="ann@association.example")
    assert standing_of(ann).is_secretariat
    assert ann.offices.count() == 1


def test_a_member_with_that_address_is_appointed_and_keeps_their_name(author):
    appoint(author.email, "Other", "Name")

    assert standing_of(Member.objects.get(pk=author.pk)).is_secretariat
    assert Member.objects.count() == 1


@pytest.mark.parametrize(("address", "first"), [("nonsense", "Ann"), ("ann@association.example", "<b>")])
def test_what_is_no_address_or_no_name_is_said_and_nothing_is_made(address, first):
    with pytest.raises(CommandError):
        appoint(address, first)

    assert not Member.objects.exists()
