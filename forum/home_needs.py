"""«What needs me?»: each room says it in a small query of its own (`HOME_NEEDS`), and all are asked in one.

A source is a function of the member that gives rows of `NEED`, or None where it does not concern them. To add one: the
function, its line in the settings, and its words in `templates/needs/<name>.html`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.module_loading import import_string

from accounts.models import Member

NEED = ("need", "need_thing", "need_words", "need_person", "need_moment")
SHOWN, ASKED_FOR = 5, 100


@dataclass(frozen=True)
class Need:
    """One thing that waits for the member: which source, the thing's id, its title, whose it is, since when."""

    name: str
    thing: int
    words: str
    person: str
    moment: datetime

    @property
    def template(self) -> str:
        return f"needs/{self.name}.html"


def as_need(
    rows: QuerySet[Any], name: str, *, words: str, moment: str, person: str = "", thing: str = "pk"
) -> QuerySet[Any]:
    """Rows of a source in the columns that all have. `person`: the path to a member, whose name is shown."""
    text = TextField()
    who = Concat(f"{person}__first_name", Value(" "), f"{person}__last_name", output_field=text) if person else None
    return (
        rows.order_by()
        .annotate(
            need=Value(name, output_field=CharField()), need_thing=F(thing), need_words=Cast(words, text),
            need_person=Cast(who, text) if who else Value("", output_field=text), need_moment=F(moment),
        )
        .values_list(*NEED)
    )  # fmt: skip


def needs_of(member: Member) -> list[Need]:
    """In the order of the sources, the longest waiting first; the first five of each. One query."""
    names = [path.rpartition(".")[2] for path in settings.HOME_NEEDS]
    asked = [rows for path in settings.HOME_NEEDS if (rows := import_string(path)(member)) is not None]
    if not asked:
        return []
    rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    found = [Need(*row) for row in rows.order_by("need_moment")[:ASKED_FOR]]
    return [one for name in names for one in [need for need in found if need.name == name][:SHOWN]]
