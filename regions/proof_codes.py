"""Six digits that prove an address: made, limited, and checked."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from outbox.record import record
from regions.events import ProofCodeAsked
from regions.models import Application, Invitation, ProofCode
from regions.permissions import Reason, refuse

log = structlog.get_logger(__name__)
MOST_TRIES = 5
A_DAY = timedelta(days=1)
MOST_LETTERS = 3  # a day to one address, whoever asks for them
MOST_BY_THE_OPEN_DOOR = 2  # of those by a form that anybody may fill in: one is left for who holds an invitation
MOST_AN_HOUR = 200  # by the open door, for the whole site


class Problem(StrEnum):
    """Why a typed code was not taken; the sentence stands beside the field."""

    WRONG = "That is not the code. Look at the newest mail from us, and type its six digits."
    OVER = "This code is over: it works for fifteen minutes, and for five tries. Ask for a new one."


class BadCode(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def make_proof_code(
    address: str, *, application: Application | None = None, invitation: Invitation | None = None, now: datetime
) -> ProofCode:
    """A new code, and the word that it is to be mailed. Raises Refused when the address has had its letters."""
    since = ProofCode.objects.filter(asked__gt=now - A_DAY)
    mine = since.filter(address=address)
    if application is not None:
        if mine.filter(invitation=None).count() >= MOST_BY_THE_OPEN_DOOR:
            refuse(Reason.TOO_MANY_LETTERS)
        if since.filter(invitation=None, asked__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
            log.error("codes for applications are asked for in numbers that no region has")
            refuse(Reason.TOO_MANY_LETTERS)
    if mine.count() >= MOST_LETTERS:
        refuse(Reason.TOO_MANY_LETTERS)
    code = f"{secrets.randbelow(1_000_000):06d}"
    proof = ProofCode.objects.create(
        address=address, application=application, invitation=invitation, code=code, asked=now,
        digest=_digest(address, now, code),
    )  # fmt: skip
    record(ProofCodeAsked(proof_code_id=proof.pk))
    return proof


def spend(proof: ProofCode, typed: str, *, now: datetime | None = None) -> Problem | None:
    """Try the code on a locked row: what is wrong, or None, and then it is used up. Commit either way."""
    now = now or timezone.now()
    if is_over(proof, now):
        return Problem.OVER
    ProofCode.objects.filter(pk=proof.pk).update(tries=proof.tries + 1)
    if not constant_time_compare(_digest(proof.address, proof.asked, "".join(typed.split())), proof.digest):
        return Problem.OVER if proof.tries + 1 >= MOST_TRIES else Problem.WRONG
    ProofCode.objects.filter(pk=proof.pk).update(used=now, code="")
    return None


def is_over(proof: ProofCode, now: datetime) -> bool:
    lifetime = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return proof.used is not None or proof.tries >= MOST_TRIES or now - proof.asked > lifetime


def _digest(address: str, asked: datetime, code: str) -> str:
    return salted_hmac(
        "regions.proof_code", f"{address}:{asked.timestamp():.6f}:{code}", algorithm="sha256"
    ).hexdigest()
