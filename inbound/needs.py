"""Mails that wait for a member: a source of their home."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import Member
from forum.home_needs import as_need
from inbound.held import held_mails_of


def held_mail(member: Member) -> QuerySet[Any]:
    """«Was this you?»"""
    return as_need(held_mails_of(member).defer(None), "held_mail", words="sender", moment="received")
