"""What is held about a person, room by room. Each room offers its part by a dotted name in `PERSONAL_DATA`, so that no
lower room imports a higher one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.traces import Traces

OF_A_PERSON = ("member", "user", "sender")  # a row that points at somebody under these names is about them


@dataclass(frozen=True)
class Held:
    """One kind of thing that is held: what, for how long, what erasing does with it, and in which tables."""

    what: str
    until: str
    erased: str
    models: tuple[str, ...]


class Part(Protocol):
    """A room's `personal_data` module."""

    HELD: tuple[Held, ...]
    gather: Callable[[Member], dict[str, Any]]
    erase: Callable[[Member], None]


def parts() -> list[Part]:
    return [cast(Part, import_module(name)) for name in settings.PERSONAL_DATA]


def everything_held() -> list[Held]:
    return [held for part in parts() for held in part.HELD]


def gather_all(member: Member) -> Iterable[tuple[str, Any]]:
    """A name and a value for each subject, one room after the other."""
    for part in parts():
        yield from part.gather(member).items()


def erase_all(member: Member) -> None:
    """Inside a transaction that holds the member's row. The upper rooms first: they still need to know who it was."""
    for part in reversed(parts()):
        part.erase(member)


def erase_rows(app_labels: set[str], member: Member, traces: Traces, *, but: set[str]) -> None:
    """Delete what is only about this person in the tables of these apps: rows that are theirs, and rows that carry one
    of their addresses. `but`: models (`app.Model`) that the caller sees to itself.
    """
    for model in apps.get_models():
        if model._meta.app_label in app_labels and model._meta.label not in but and model is not Member:
            wanted = _theirs(model, member) | _addressed(model, traces)
            if wanted:
                model._default_manager.filter(wanted).delete()


def _theirs(model: type[models.Model], member: Member) -> Q:
    wanted = Q()
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is Member:
            cascades = field.remote_field.on_delete is models.CASCADE  # type: ignore[union-attr]
            if cascades or field.name in OF_A_PERSON:
                wanted |= Q(**{field.name: member})
    return wanted


def _addressed(model: type[models.Model], traces: Traces) -> Q:
    wanted = Q()
    for field in model._meta.concrete_fields:
        if isinstance(field, models.EmailField):
            for address in traces.addresses:
                wanted |= Q(**{f"{field.name}__iexact": address})
    return wanted


def hinted(field: str, traces: Traces) -> Q:
    """Rows whose text may name the person: to be looked at one by one."""
    wanted = Q()
    for hint in traces.hints:
        wanted |= Q(**{f"{field}__icontains": hint})
    return wanted
