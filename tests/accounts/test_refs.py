"""Threat 21: an address holds no number that could be counted on, and an invented one is answered like a missing thing."""

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter
from hypothesis import given
from hypothesis import strategies as st

from accounts.refs import KINDS, NOBODY, number_of, ref
from tests.factories import make_board, make_topic

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
numbers = st.integers(min_value=1, max_value=2**63 - 1)
kinds = st.sampled_from(KINDS)


@given(kinds, numbers)
def test_a_ref_is_one_spelling_of_one_row(kind, number):
    text = ref(kind, number)

    assert number_of(kind, text) == number
    assert len(text) == 26
    others = [text[:-1] + letter for letter in LETTERS if letter != text[-1]]
    assert {number_of(kind, other) for other in [*others, text.upper(), text[:-1], text + "a"]} == {NOBODY}


@given(kinds, kinds, numbers)
def test_a_ref_of_one_kind_names_nothing_of_another(kind, other, number):
    assert number_of(other, ref(kind, number)) == (number if kind == other else NOBODY)


@given(kinds, st.text(LETTERS, min_size=26, max_size=26))
def test_an_invented_ref_names_nothing(kind, text):
    assert number_of(kind, text) == NOBODY


def test_refs_of_rows_in_order_are_in_no_order_and_have_no_beginning_in_common():
    refs = [ref("topic", number) for number in range(1, 201)]

    assert sorted(refs) != refs
    assert len({text[:6] for text in refs}) == 200


def test_another_key_makes_other_refs_and_the_tokens_keys_do_not(settings):
    settings.REF_KEY = "old" * 20
    old = ref("post", 7)
    settings.TOKEN_KEYS = ["another"]
    assert (number_of("post", old), ref("post", 7)) == (7, old)

    settings.REF_KEY = "new" * 20
    assert number_of("post", old) == NOBODY
    assert ref("post", 7) != old


def test_no_address_of_the_product_holds_the_number_of_a_row():
    counted = {
        (pattern.name, name)
        for pattern in all_patterns(get_resolver().url_patterns)
        for name, converter in pattern.pattern.converters.items()
        if isinstance(converter, IntConverter)
    }

    # A date of a poll and an item of minutes have their number in a list; the demo's letters are for development alone.
    of_a_list = {("choose_date", "number"), ("minute_item", "number"), ("add_action", "number")}
    assert counted == of_a_list | {("dev_mail_html", "pk"), ("dev_mail_answer", "pk")}


def all_patterns(found):
    for one in found:
        if isinstance(one, URLPattern):
            yield one
        elif one.app_name != "admin":
            yield from all_patterns(one.url_patterns)


@pytest.mark.parametrize("who", ["member", "nobody"])
def test_what_is_foreign_missing_invented_is_answered_alike_and_the_number_itself_never(
    follower, topic, london, londoner, seen_by, client, who
):
    foreign = make_topic(londoner, make_board(london, slug="london"))
    browser = seen_by(follower) if who == "member" else client
    paths = [f"/topics/{one}/" for one in (ref("topic", foreign.pk), ref("topic", 99_999), "a" * 26)]

    assert {browser.get(path).status_code for path in paths} == ({404} if who == "member" else {302})
    assert browser.get(f"/topics/{topic.pk}/").status_code == 404
    if who == "member":
        assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 200
