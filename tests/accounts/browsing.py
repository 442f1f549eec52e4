"""Signing in as people do, for tests of the door."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from accounts.actions.make_recovery_codes import make_recovery_codes
from accounts.actions.set_up_totp import set_up_totp
from accounts.models import Member
from tests.outbound import drain_outbox, mails_to, plain_text


def ask(client: Client, address: str):
    return client.post("/sign-in/", {"email": address})


def work_of(queries) -> tuple[str, ...]:
    """What the database was asked, in order, without the words and numbers in it."""
    return tuple(re.sub(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b|\bNULL\b", "?", one["sql"]) for one in queries)


def code_mailed_to(address: str) -> str:
    drain_outbox()
    return re.search(r"^\d{6}$", plain_text(mails_to(address)[-1]), re.MULTILINE).group()


def long_code_mailed_to(address: str) -> str:
    drain_outbox()
    return re.search(r"^(\d{4} ){4}\d{4}$", plain_text(mails_to(address)[-1]), re.MULTILINE).group()


def subjects(address: str) -> list[str]:
    drain_outbox()
    return [str(mail["Subject"]) for mail in mails_to(address)]


def sign_in(address: str, client: Client | None = None) -> Client:
    """A browser in which the code was typed."""
    client = client or Client()
    ask(client, address)
    client.post("/sign-in/code/", {"code": code_mailed_to(address)})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def digits(secret: str, *, steps: int = 0) -> str:
    """What the authenticator app shows now, or some half-minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time() // 30) + steps))


def give_app(member: Member) -> str:
    """An authenticator app with recovery codes, set up a while ago; returns its secret."""
    secret = generate_totp_secret()
    row = set_up_totp(member, secret, digits(secret))
    row.data["last_step"] = 0
    row.save()
    make_recovery_codes(member, only_if_none=True)
    return secret
