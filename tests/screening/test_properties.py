"""What holds for every text: no exception, spans inside it, a mask that hides, and a bounded time."""

import re
import time
from collections.abc import Callable
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import Rule, masked, rules_found, screen
from screening.folding import fold
from screening.masking import BLOCK
from tests.screening.labelled import CHILD, NOT_CHILD, TODAY

MEGABYTE = 1_000_000
FLOOR, FLOOR_TEXT = re.compile(r"\b(?:nhs|upn)\b"), "9." * (MEGABYTE // 2)
SCRAPS = st.sampled_from(
    [
        "DOB ",
        "born on ",
        "Jay Testcase",
        "03/05/2010",
        "999 876 1204",
        "NHS no ",
        "case ref ",
        "PNC ",
        "2024/0123456F",
        "\n",
        "UPN ",
        "F999957910263",
        "aged 15",
        ", ",
        "(13)",
        "lives at 14 Rosewood Close",
        " - ",
        "**",
        "\u200b",
        "&nbsp;",
        "\u00a0",
        "\u0130",
        "\u00df",
        "\ud800",
        "e\u0301",
        "\uff11",
        "\r\n",
        "_",
        "&#57;",
        "31/02/2010",
        "he ",
        "\\",
        "ref ",
        "\u0661",
        "|",
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=200),
    st.lists(st.one_of(SCRAPS, st.text(max_size=4)), max_size=30).map("".join),
    st.sampled_from(CHILD + NOT_CHILD),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_spans_lie_inside_the_text_in_order(text):
    findings = screen(text, TODAY)

    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)
    assert [finding.start for finding in findings] == sorted(finding.start for finding in findings)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_mask_keeps_the_length_and_hides_each_part(text):
    findings = screen(text, TODAY)
    hidden = masked(text, findings)

    assert len(hidden) == len(text)
    assert all(set(hidden[finding.start : finding.end]) <= {BLOCK, "\n"} for finding in findings)
    parts = {place for finding in findings for place in range(finding.start, finding.end)}
    assert all(hidden[place] == text[place] for place in range(len(text)) if place not in parts)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_what_is_masked_is_not_found_as_a_number_again(text):
    again = rules_found(screen(masked(text, screen(text, TODAY)), TODAY))

    assert not {Rule.NHS_NUMBER, Rule.UPN, Rule.PNC} & set(again)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_folding_keeps_the_way_back(text):
    view = fold(text)

    assert len(view.text) == len(view.lower)
    places = [view.original_span(place, place + 1)[0] for place in range(len(view.text))]
    assert places == sorted(set(places))
    assert all(0 <= place < len(text) for place in places)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_words_that_a_pattern_needs_are_all_named(text):
    quickly = screen(text, TODAY)

    with mock.patch("screening.candidates._stands_in", return_value=True):
        assert screen(text, TODAY) == quickly


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ,.?!", max_size=300))
def test_lower_case_prose_without_a_digit_is_never_held(text):
    assert screen(text, TODAY) == ()


@pytest.mark.parametrize(
    "scrap",
    [
        "9",
        " ",
        "\n",
        "A ",
        "Aa, ",
        "999 ",
        "dob ",
        "dob 3/5/10 ",
        "Jay Testcase ",
        "*a",
        "&nbsp;",
        "9.",
        "nhs no : ",
        "ref ",
        "01/02/2011 ",
        "aged 15 ",
        "9 Aa Road ",
        "attends Aa ",
        "it was born 3 may 2010 ",
        "childview id is ",
        "Ab Cd (15) ",
        "1\u200b",
        "Д",
        "4577773456 ",
        "| dob |\n 1/2/71 ",
        "case 12345, ",
        "24/123456A ",
        "A.A.",
        "aA9 .,/-\n",
        "İ",
        "\r\n",
        "\t",
        "\n \n",
        "\u00a0x",
        "no ref nhs pupil pnc / asn urn on turn b age is he at ",
    ],
)
def test_a_hostile_megabyte_takes_less_than_a_second(scrap):
    """A second of a machine that does the floor in 25 ms: the floor is measured beside it, as the machine may be busy."""
    text = (scrap * (MEGABYTE // len(scrap) + 1))[:MEGABYTE]
    quarter = text[: MEGABYTE // 4]
    floors, wholes, quarters = [], [], []
    for _ in range(5):
        floors.append(_seconds(lambda: FLOOR.search(FLOOR_TEXT)))
        wholes.append(_seconds(lambda: masked(text, screen(text, TODAY))))
        quarters.append(_seconds(lambda: masked(quarter, screen(quarter, TODAY))))
        whole, quarter_of_it = min(wholes), max(min(quarters), min(floors))
        if whole < 40 * min(floors) and whole < 6 * quarter_of_it:
            return
    pytest.fail(f"floor {floors}, quarter {quarters}, whole {wholes}")


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def test_text_that_asks_for_too_much_work_is_held_and_hidden_whole():
    text = "Jay Testcase 03/05/2010\n" * 2000

    findings = screen(text, TODAY)

    assert Rule.TOO_MUCH in rules_found(findings)
    assert set(masked(text, findings)) == {BLOCK, "\n"}


def test_a_long_ordinary_paper_is_not_too_much():
    assert screen("\n\n".join(NOT_CHILD) * 3, TODAY) == ()


def test_every_pattern_that_needs_words_finds_each_labelled_text_with_them():
    with mock.patch("screening.candidates._stands_in", return_value=True):
        slowly = [screen(text, TODAY) for text in CHILD + NOT_CHILD]

    assert [screen(text, TODAY) for text in CHILD + NOT_CHILD] == slowly
