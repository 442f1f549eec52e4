"""Words on pages: dates written whole and in UK time, counts that say what they count, Markdown as it is shown."""

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from accounts.models import Trouble
from config.settings import BASE_DIR
from forum.markup import plain
from forum.markup import render as render_markdown
from notifications.addresses import ASIDE, AUTHOR, BOUNCE, HELD, MEETING, MEND, NEW, REPLY, STOP, UNDO, split
from screening.rules import Rule

register = template.Library()


@register.filter
def uk_when(moment: datetime) -> str:
    """«Fri 20 Nov 2026, 09:12»: whole, in UK time."""
    local = timezone.localtime(moment)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


@register.filter
def uk_time(moment: datetime) -> str:
    """«09:12», in UK time: for what ends within the hour."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.filter
def times(count: int) -> str:
    """«once», «twice», «5 times»."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


@register.filter
def ago(moment: datetime | None) -> str:
    """«20 minutes ago», «yesterday», «Thursday», then the date. For lists; the whole date stands beside it."""
    if moment is None:
        return ""
    now, local = timezone.localtime(), timezone.localtime(moment)
    passed = now - local
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        minutes = int(passed.total_seconds() // 60)
        return f"{minutes} minute{'s' if minutes != 1 else ''} ago"
    days = (now.date() - local.date()).days
    if days == 0:
        hours = int(passed.total_seconds() // 3600)
        return f"{hours} hour{'s' if hours != 1 else ''} ago"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{local:%A}"
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"


@register.filter
def shown(post) -> SafeString:  # type: ignore[no-untyped-def]
    """The post's text as HTML: made and cleaned by forum.markup when it was written."""
    return mark_safe(post._content_rendered)  # noqa: S308


@register.filter
def written(text: str) -> SafeString:
    """A short Markdown text, made and cleaned as posts are."""
    return mark_safe(render_markdown(text))  # noqa: S308


@register.filter
def snippet(post, limit: int = 220) -> str:  # type: ignore[no-untyped-def]
    return plain(post._content_rendered, int(limit))


@register.filter
def count_of(number: int, word: str) -> str:
    """«1 answer», «3 answers»."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@register.filter
def up_to_99(number: int) -> str:
    """«99+» where nobody counted further."""
    return str(number) if number <= 99 else "99+"


@register.filter
def greeting(_: object) -> str:
    hour = timezone.localtime().hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


@register.simple_tag
def when(moment: datetime | None) -> SafeString | str:
    """`ago` in a <time> that carries the whole date."""
    if moment is None:
        return ""
    whole = moment.isoformat(timespec="minutes")
    return format_html('<time datetime="{}" title="{}">{}</time>', whole, uk_when(moment), ago(moment))


@register.filter
def readers(board) -> str:  # type: ignore[no-untyped-def]
    """Who reads a board, for everyone who is about to write there."""
    network = board.network
    if board.shared or network.kind == "national":
        return "Read by all members"
    if network.kind == "region":
        return f"Read by members in {network.name} and the executive"
    if network.kind == "executive":
        return "Read by the executive"
    if network.kind == "representatives":
        return "Read by the regions’ representatives"
    return f"Read by members of {network.name}"


@register.filter
def network_readers(network) -> str:  # type: ignore[no-untyped-def]
    """Who reads the boards of a network that are its own: a whole sentence for its page."""
    if network.kind == "national":
        return "Its boards are read by all members."
    if network.kind == "executive":
        return "Its boards are read by the chair, the other officers and all representatives."
    if network.kind == "representatives":
        return "Its boards are read by the regions’ representatives."
    executive = " and by the executive" if network.kind == "region" else ""
    return f"Its boards are read by members of {network.name}{executive}, unless one says that all members read it."


@register.filter
def new_in(topic) -> str:  # type: ignore[no-untyped-def]
    """«new» for a topic never opened, «3 new» for one that grew since, nothing if it is read."""
    unread = topic.last_number - topic.read_number
    if unread <= 0:
        return ""
    return f"{unread} new" if topic.read_number else "new"


@register.filter
def page_window(pages: range, page: int) -> list[int | None]:
    """The numbers of a pager: the first, the last, the neighbours of this one; None where some are left out."""
    near = [number for number in pages if number in (pages[0], pages[-1]) or abs(number - page) <= 2]
    shown_pages: list[int | None] = []
    for number in near:
        if shown_pages and number - (shown_pages[-1] or 0) > 1:
            shown_pages.append(None)
        shown_pages.append(number)
    return shown_pages


NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@register.filter
def needs_heading(needs: list[Any]) -> str:
    """«Four things need you»; no number when a list was cut short, as it would be wrong."""
    if len(needs) == 1:
        return "One thing needs you"
    return f"{NUMBERS[len(needs)]} things need you" if len(needs) < 5 else "These need you"


@register.filter
def of_network(news: dict[int, list[Any]], network_id: int) -> list[Any]:
    return news.get(network_id, [])


@register.filter
def rule_label(rule: str) -> str:
    """«an NHS number»: the kind of rule that held a post, never what it matched."""
    return Rule(rule).label if rule in set(Rule) else rule.replace("_", " ")


@register.simple_tag
@cache
def icon(name: str, size: int = 20) -> SafeString:
    """A lucide icon, beside words, so hidden from screen readers. Drawn in `static/icons/sprite.svg`, which a browser
    fetches once; one that is missing there is inlined.
    """
    if name not in _in_the_sprite():
        return mark_safe(lucide(name, size=size, aria_hidden="true"))  # noqa: S308
    drawn = '<svg width="{0}" height="{0}" aria-hidden="true"><use href="{1}#{2}"></use></svg>'
    return format_html(drawn, size, static("icons/sprite.svg"), name)


@cache
def _in_the_sprite() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', (BASE_DIR / "static/icons/sprite.svg").read_text()))


MAIL_REASONS = {
    "not_their_address": "it came from an address that is not known as yours",
    "sender_not_proven": "it bears your address, but your mail system did not vouch for it",
}


@register.filter
def mail_reason(reason: str) -> str:
    """Why a mail is held, to the member whose name it bears."""
    return MAIL_REASONS.get(reason, reason.replace("_", " "))


@register.filter
def spaced(name: str) -> str:
    """A stored name as words: «out_of_office» is «out of office»."""
    return name.replace("_", " ")


@register.filter
def breakable(address: str) -> SafeString:
    """An address that a narrow page breaks at its «@» and dots, and not in the middle of a word."""
    parts = re.split(r"(?=[.@])", address)
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def board_mark(board) -> str:  # type: ignore[no-untyped-def]
    """What tells a network's boards apart beside its letters: «shared practice»; nothing for «North West board»."""
    rest = board.name.removeprefix(board.network.name).strip()
    return "" if rest == "board" else rest


@register.filter
def addressed_to(envelope_to: str) -> str:
    """What kind of address a mail came to; never a token."""
    kind, token = split(envelope_to)
    kinds = {
        REPLY: "a topic", HELD: "a held mail", STOP: "stopping letters", UNDO: "undoing a word by mail",
        MEND: "a post of one’s own", NEW: "a new topic after a closed one",
        BOUNCE: "returned mail", AUTHOR: "an author alone", ASIDE: "an author alone",
        MEETING: "a meeting",
    }  # fmt: skip
    return kinds.get(kind, kind if not token else "an unknown address")


@register.filter
def trouble(kind: str) -> str:
    """Why mail does not reach an address, in words."""
    return str(Trouble(kind).label)


@register.filter
def pounds(pence: int) -> str:
    """«£1,450.50»."""
    return f"£{pence // 100:,}.{pence % 100:02}"


@register.filter
def by_option(row, poll) -> list[tuple[str, int]]:  # type: ignore[no-untyped-def]
    """The options of a poll, each with its number in a row of its result."""
    return list(zip(poll.options, row.votes, strict=True))
