"""What a cell of a members' file may say, and what its reader is told otherwise."""

from datetime import date

import pytest

from regions.importing import cells
from regions.importing.cells import BadCell


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("30/4/2026", date(2026, 4, 30)),
        ("03/04/2026", date(2026, 4, 3)),
        ("3.4.2026", date(2026, 4, 3)),
        ("03-04-2026", date(2026, 4, 3)),
        ("2026-04-03", date(2026, 4, 3)),
        ("2026-04-03 00:00:00", date(2026, 4, 3)),
        ("3 April 2026", date(2026, 4, 3)),
        ("3rd Apr 2026", date(2026, 4, 3)),
        (" 3-Apr-2026 ", date(2026, 4, 3)),
        (date(2026, 4, 3), date(2026, 4, 3)),
    ],
)
def test_a_day_as_people_here_write_it_is_understood(said, meant):
    assert cells.day(said) == meant


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("4/30/2026", "looks American"),
        ("31/2/2026", "no day of the calendar"),
        ("4/31/2026", "no day of the calendar"),
        ("30/4/26", "year of 2 digits"),
        ("soon", "is no day"),
        ("13/13/2026", "no day of the calendar"),
        ("1/1/1066", "cannot be meant"),
        ("46000", "is no day"),
        ("", "is no day"),
    ],
)
def test_what_is_no_day_is_told_in_a_sentence(said, told):
    with pytest.raises(BadCell, match=told):
        cells.day(said)


def test_a_day_of_two_meanings_is_asked_about_where_its_neighbours_are_american():
    with pytest.raises(BadCell, match="can be read in two ways"):
        cells.day("3/4/2026", others_american=True)

    assert cells.day("5/5/2026", others_american=True) == date(2026, 5, 5)
    assert cells.day("30/4/2026", others_american=True) == date(2026, 4, 30)


@pytest.mark.parametrize("said", ["full", "Full member", "FULL", "head of service"])
def test_full_has_many_names(said):
    assert cells.tier(said) == "full"


@pytest.mark.parametrize("said", ["second", "Second-tier", "second tier", "2nd tier"])
def test_second_tier_has_many_names(said):
    assert cells.tier(said) == "second"


@pytest.mark.parametrize("said", ["gold", "", "third"])
def test_no_other_tier_is_known(said):
    with pytest.raises(BadCell, match="write full, second-tier or honorary"):
        cells.tier(said)


@pytest.mark.parametrize(
    "said",
    ["nobody", "a@b", "a b@c.example", "a@c.example, d@c.example", "jö@c.example", "@c.example", "a@c.example\u202ex"],
)
def test_what_is_no_address_is_told(said):
    with pytest.raises(BadCell):
        cells.address(said)


def test_an_address_is_made_plain():
    assert cells.address(" mailto:Ada.Example@Council.Example ") == "ada.example@council.example"


@pytest.mark.parametrize(("said", "meant"), [("Yes", True), ("y", True), ("1", True), ("NO", False), ("self", False)])
def test_yes_and_no(said, meant):
    assert cells.yes_or_no(said) is meant


def test_words_that_cannot_be_seen_and_words_too_long_are_refused():
    with pytest.raises(BadCell, match="cannot be seen"):
        cells.words("Ada\u200bExample", 80)
    with pytest.raises(BadCell, match="81 characters"):
        cells.words("a" * 81, 80)
