"""What a text will look like, and what the screen would say to it, before anybody else sees either."""

from dataclasses import dataclass

from forum.markup import render
from forum.origin import Origin
from forum.publishing import findings_in
from screening import rules_found


@dataclass(frozen=True)
class Preview:
    """`html` is exactly what would be shown; `rules` the kinds of rule that would hold it."""

    html: str
    rules: tuple[str, ...]


def preview_of(title: str, text: str) -> Preview:
    return Preview(render(text.replace("\r\n", "\n").strip()), rules_in(title, text))


def rules_in(title: str, text: str) -> tuple[str, ...]:
    return tuple(str(rule) for rule in rules_found(findings_in(title, text.strip(), Origin.web())))
