"""What names a person: their addresses, their name in the orders that mail programs write it, their telephone."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import FORMER_MEMBER, Member

SHORTEST_PHONE = 6  # digits: a shorter number would be found everywhere


@dataclass(frozen=True)
class Traces:
    """Finds in a text what names one person, and takes it out."""

    first_name: str
    last_name: str
    addresses: tuple[str, ...]
    phone: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def hints(self) -> list[str]:
        """Words of which one stands in every text that names the person: for a first, rough search by the database."""
        digits = re.sub(r"\D", "", self.phone)
        return [word for word in (*self.addresses, self.last_name, digits[-2:]) if word]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        first, last = (r"[\s\u00a0]+".join(map(re.escape, name.split())) for name in (self.first_name, self.last_name))
        found = [rf"(?<![\w.+-]){re.escape(address)}(?![\w-])" for address in self.addresses]
        if first and last:
            found += [rf"(?<!\w){first}[\s\u00a0]+{last}(?!\w)", rf"(?<!\w){last},?[\s\u00a0]+{first}(?!\w)"]
        digits = re.sub(r"\D", "", self.phone)
        if len(digits) >= SHORTEST_PHONE:
            local = digits.removeprefix("44").removeprefix("0")
            found.append(r"(?<!\d)(?:\+?44|0)?[\s()-]*(?:\(0\))?" + r"[\s()-]*".join(local) + r"(?!\d)")
        return re.compile("|".join(found) or r"(?!)", re.IGNORECASE)

    def found_in(self, text: str) -> bool:
        return bool(self.pattern.search(text))

    def removed_from(self, text: str) -> str:
        """The text with «Former member» instead of a name, and nothing instead of an address or a number."""
        return self.pattern.sub(lambda match: FORMER_MEMBER if _is_name(match[0]) else "", text)

    def removed_from_all(self, value: Any) -> Any:
        """The same in every text of a JSON value."""
        if isinstance(value, str):
            return self.removed_from(value)
        if isinstance(value, list):
            return [self.removed_from_all(one) for one in value]
        if isinstance(value, dict):
            return {name: self.removed_from_all(one) for name, one in value.items()}
        return value


def traces_of(member: Member, *, phone: str = "") -> Traces:
    """Ask before the member's rows are emptied."""
    addresses = {member.email.lower(), *(row.email.lower() for row in EmailAddress.objects.filter(user=member))}
    return Traces(member.first_name, member.last_name, tuple(sorted(addresses)), phone)


def _is_name(text: str) -> bool:
    return "@" not in text and any(letter.isalpha() for letter in text)
