"""Mails that wait for a member, or for the secretariat: sources of their home."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import Member
from forum.home_needs import as_need
from inbound.held import held_mails_of
from inbound.needing import needs_secretariat
from regions.permissions import can_see_mail_ledger
from regions.standing import member_standing


def held_mail(member: Member) -> QuerySet[Any]:
    """«Was this you?»"""
    return as_need(held_mails_of(member).defer(None), "held_mail", words="sender", moment="received")


def mail_for_secretariat(member: Member) -> QuerySet[Any] | None:
    """What could not be read, and what its own author has left unsettled."""
    if not can_see_mail_ledger(member_standing(member)):
        return None
    return as_need(needs_secretariat().defer(None), "mail_for_secretariat", words="state", moment="received")
