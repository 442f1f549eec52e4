"""Letters that come by themselves, and how each of them is stopped: on a page, by the letter's button, by an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Member
from forum.actions.stop_digests import stop_digests
from notifications.addresses import stop_address
from notifications.letters import write_letter
from notifications.tokens import Purpose, Token, seal, unseal
from regions.actions.stop_induction import stop_induction
from regions.actions.stop_weekly_list import stop_weekly_list

STOP_WORDS = frozenset({"stop", "stop please", "please stop", "unsubscribe", "no more", "stop these", "stop it"})


@dataclass(frozen=True)
class Series:
    """A kind of letter that can be stopped."""

    words: str
    page: str
    stop: Callable[[Member], bool]


SERIES = {
    Purpose.INDUCTION: Series("the letters of your first weeks", "induction", stop_induction),
    Purpose.DIGEST: Series("the daily and weekly letters", "mail_settings", stop_digests),
    Purpose.LIST: Series("the weekly list of topics without an answer", "weekly_list", stop_weekly_list),
}


def ways_to_stop(purpose: Purpose, member: Member) -> dict[str, str]:
    """For a letter: the button of mail programs, and the address that takes an answer."""
    token = seal(purpose, member_id=member.pk, thing_id=0, generation=member.token_generation)
    return {"stop_token": token, "reply_to": stop_address(token)}


def stoppable(text: str) -> Token | None:
    """What a token stops; None if it is not one of these. It names a person, and works for ever."""
    return next((token for purpose in SERIES if (token := unseal(purpose, text)) is not None), None)


def is_stop_word(text: str) -> bool:
    """Is the first line the wish to stop? What follows it may be a signature."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and " ".join(lines[0].lower().split()).strip(" .!,") in STOP_WORDS


def stop(member: Member, purpose: Purpose, *, key: str) -> None:
    """Stop, and confirm it once for each `key`."""
    series = SERIES[purpose]
    series.stop(member)
    context: dict[str, Any] = {"what": series.words, "page": series.page}
    write_letter("letters_stopped", member=member, key=f"letters-stopped:{member.pk}:{purpose}:{key}", context=context)


def stop_letters(request: HttpRequest, token: Token, text: str) -> HttpResponse:
    """GET shows and changes nothing; POST stops, with no cookie (RFC 8058)."""
    member = Member.objects.filter(pk=token.member_id).first()
    stopped = request.method == "POST" and member is not None
    if stopped and member is not None:
        stop(member, token.purpose, key=text[:40])
    context = {"series": SERIES[token.purpose], "token": text, "stopped": stopped}
    return render(request, "notifications/stop_letters.html", context)
