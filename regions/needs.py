"""Applications that wait for who decides on them: a source of their home (`forum/home_needs.py` says the columns)."""

from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from accounts.models import Member
from regions.joining import waiting_applications
from regions.permissions import can_see_applications
from regions.standing import member_standing


def application(member: Member) -> QuerySet[Any] | None:
    """Whose service is not in the list is the secretariat's, and has no name to show."""
    if not can_see_applications(member_standing(member)):
        return None
    rows = waiting_applications(member).select_related(None).order_by()
    return rows.annotate(
        need=Value("application", output_field=CharField()), need_thing=F("pk"),
        need_words=Cast(Coalesce("service__name", Value("")), TextField()),
        need_person=Value("", output_field=TextField()), need_moment=F("proven"),
    ).values_list("need", "need_thing", "need_words", "need_person", "need_moment")  # fmt: skip
