"""Many at the door at once, with real row locks: tries, codes and letters are counted one by one."""

import pytest
from django.test import Client

from accounts.actions.ask_for_confirmation import ask_for_confirmation
from accounts.actions.ask_for_sign_in_code import ask_for_sign_in_code
from accounts.actions.show_factor_code import show_factor_code
from accounts.actions.spend_code import spend_code
from accounts.factors import factors_of
from accounts.forms import SignInCodeForm
from accounts.models import SignInCode
from notifications.models import Letter
from outbox.dispatch import drain_events
from tests.accounts.browsing import ask, code_mailed_to, digits, give_app
from tests.services.test_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_threat_57_letters_asked_for_at_once_are_still_three(author):
    for _ in range(16):
        ask_for_sign_in_code(author.email, code="123456")
    at_once(lambda _: drain_events(), range(8))

    assert Letter.objects.filter(template__startswith="sign_in").count() == 3
    assert SignInCode.objects.filter(is_long=True, mailed__isnull=False).count() == 1


def test_threat_74_code_that_two_type_at_once_works_for_one(author):
    row = ask_for_confirmation(author)
    code = code_mailed_to(author.email)
    spent = at_once(lambda _: spend_code(row.pk, code, purpose="confirm"), range(8))

    assert sum(one is not None for one in spent) == 1


def test_threat_72_of_many_tries_at_once_five_are_looked_at(author):
    browser = Client()
    ask(browser, author.email)
    code = code_mailed_to(author.email)
    row = SignInCode.objects.get()

    def guess(number: int) -> bool:
        typed = code if number == 15 else f"{number:06}"
        return SignInCodeForm({"code": typed}, code=code, asked_id=row.pk, address=author.email).is_valid()

    at_once(guess, range(15))
    assert guess(15) is False
    assert SignInCode.objects.get().tries == 5


def test_digits_and_recovery_codes_work_for_one_of_many_at_once(author):
    secret = give_app(author)
    shown = at_once(lambda typed: show_factor_code(author, typed), [digits(secret)] * 8)
    assert sum(one is not None for one in shown) == 1
    recovery = factors_of(author).codes.wrap().get_unused_codes()[0]
    shown = at_once(lambda typed: show_factor_code(author, typed), [recovery] * 8)

    assert sum(one is not None for one in shown) == 1
