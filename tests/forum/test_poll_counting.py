"""Counting polls and keeping small answers to themselves: pure rules, on every table that fits."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.polls.counting import first_choices, instant_run_off, tally
from forum.polls.suppression import SMALL, Cells, groups_of, publishable


def parts(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """All ways to share a total among so many places."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in parts(total - first, places - 1):
            yield (first, *rest)


def published(rows: dict[int, Cells], options: int) -> tuple:
    """All that anybody is shown: the totals, and each row that stands for a region or for a group of them."""
    return Cells.sum(list(rows.values()), options), publishable(rows, options)


def guesses(rows: dict[int, Cells], group: tuple[int, ...], options: int, *, one_each: bool) -> list[dict[int, Cells]]:
    """Every table that would have been published just so: what somebody who knows the rules could still think of the
    regions of a group, even if told all the others.
    """
    seen, together = published(rows, options), Cells.sum([rows[key] for key in group], options)
    columns = [list(parts(votes, len(group))) for votes in together.votes]
    bases = [None] if one_each else list(parts(together.answered, len(group)))
    fitting = []
    for shares, base in itertools.product(itertools.product(*columns), bases):
        votes = [tuple(share[place] for share in shares) for place in range(len(group))]
        cells = [Cells(sum(own) if base is None else base[place], own) for place, own in enumerate(votes)]
        guess = rows | dict(zip(group, cells, strict=True))
        possible = all(max(row.votes) <= row.answered <= sum(row.votes) for row in cells)
        if possible and published(guess, options) == seen:
            fitting.append(guess)
    return fitting


def assert_nothing_can_be_worked_out(rows: dict[int, Cells], options: int, *, one_each: bool) -> bool:
    """True if there was anything to work out. A row that nobody of the group chose tells that, like any other row."""
    hidden = {group: row for group, row in publishable(rows, options).items() if len(group) > 1}
    for group, together in hidden.items():
        fitting = guesses(rows, group, options, one_each=one_each)
        for key in group:
            assert len({guess[key].answered for guess in fitting}) > 1, f"how many of {key} answered"
            for place in range(options):
                if together.votes[place]:
                    assert len({guess[key].votes[place] for guess in fitting}) > 1, f"cell {key}, {place}"
    return bool(hidden)


def region(options: int, most: int) -> st.SearchStrategy[Cells]:
    votes = st.lists(st.integers(0, most), min_size=options, max_size=options).map(tuple)
    return votes.map(lambda row: Cells(sum(row), row))


@settings(deadline=None, max_examples=40)
@given(st.lists(region(2, 3), min_size=5, max_size=6))
def test_scenario_94_no_subtraction_reveals_a_cell_where_one_option_was_chosen(rows):
    assert_nothing_can_be_worked_out(dict(enumerate(rows)), 2, one_each=True)


@pytest.mark.parametrize("other", [Cells(5, (5, 0)), Cells(11, (4, 7))])
def test_scenario_94_every_small_table_of_two_options(other):
    """Not a sample: all pairs of regions with up to seven answers each, beside a group that has enough."""
    cells = [Cells(a + b, (a, b)) for a in range(8) for b in range(8 - a)]
    assert len(groups_of(range(5))[1]) == 2
    seen = [
        assert_nothing_can_be_worked_out(dict(enumerate([other] * 3 + [one, two])), 2, one_each=True)
        for one, two in itertools.product(cells, cells)
    ]
    assert seen.count(True) > 500


def several(options: int, most: int) -> st.SearchStrategy[Cells]:
    ballots = st.lists(st.sets(st.integers(0, options - 1), min_size=1), max_size=most)
    return ballots.map(lambda all_: Cells(len(all_), tuple(sum(o in one for one in all_) for o in range(options))))


@settings(deadline=None, max_examples=25)
@given(st.lists(several(2, 5), min_size=5, max_size=5))
def test_scenario_94_no_subtraction_reveals_a_cell_where_several_could_be_chosen(rows):
    assert_nothing_can_be_worked_out(dict(enumerate(rows)), 2, one_each=False)


@settings(deadline=None)
@given(st.lists(region(3, 9), min_size=1, max_size=10))
def test_every_row_that_is_shown_has_enough_answers_and_all_of_them_come_to_the_total(rows):
    table = dict(enumerate(rows))
    shown = publishable(table, 3)
    assert all(row.answered >= SMALL for row in shown.values())
    assert not shown or Cells.sum(list(shown.values()), 3) == Cells.sum(rows, 3)
    assert not shown or sorted(key for group in shown for key in group) == sorted(table)


def test_a_region_with_two_answers_is_shown_only_with_its_neighbours():
    rows = {
        "NW": Cells(9, (5, 4)),
        "L": Cells(2, (2, 0)),
        "E": Cells(6, (3, 3)),
        "SW": Cells(7, (1, 6)),
        "Y": Cells(8, (4, 4)),
    }
    assert publishable(rows, 2) == {("NW", "L", "E"): Cells(17, (10, 7)), ("SW",): rows["SW"], ("Y",): rows["Y"]}


def test_no_region_is_shown_where_even_a_group_is_small():
    rows = {
        "NW": Cells(9, (5, 4)),
        "L": Cells(8, (2, 6)),
        "E": Cells(6, (3, 3)),
        "SW": Cells(1, (1, 0)),
        "Y": Cells(3, (2, 1)),
    }
    assert publishable(rows, 2) == {}


def test_tally_counts_each_option_and_first_choices_the_first():
    ballots = [(1, 3), (3,), (2, 1)]
    assert tally(ballots, 3) == [2, 1, 2]
    assert first_choices(ballots, 3) == [1, 1, 1]


def lot(number: int) -> int:
    return number


def test_run_off_hands_on_the_votes_of_who_goes():
    """Eight of twenty-three begin in front, and the other fifteen agree on another."""
    ballots = [(1,)] * 8 + [(2, 3)] * 7 + [(3, 2)] * 6 + [(4, 3)] * 2
    count = instant_run_off(ballots, 4, lot=lot)

    assert [(one.votes, one.out) for one in count.rounds] == [
        ({1: 8, 2: 7, 3: 6, 4: 2}, (4,)),
        ({1: 8, 2: 7, 3: 8}, (2,)),
        ({1: 8, 3: 15}, ()),
    ]
    assert count.first == (3,)


def test_run_off_ends_at_once_with_more_than_half():
    count = instant_run_off([(1,), (1, 2), (2,)], 3, lot=lot)
    assert (len(count.rounds), count.first) == (1, (1,))


def test_run_off_says_so_where_two_are_level_to_the_end():
    assert instant_run_off([(1,), (2,)], 2, lot=lot).first == (1, 2)


def test_run_off_counts_those_who_have_nobody_left():
    count = instant_run_off([(1,)] * 3 + [(2,)] * 3 + [(3,)], 3, lot=lot)
    assert [one.spent for one in count.rounds] == [0, 1]


def test_a_tie_for_last_place_is_told_apart_by_the_round_before():
    ballots = [(1,)] * 5 + [(2,)] * 3 + [(3,)] * 2 + [(4, 3)] * 1
    count = instant_run_off(ballots, 4, lot=lot)
    assert count.rounds[1].votes == {1: 5, 2: 3, 3: 3}
    assert (count.rounds[1].out, count.rounds[1].by_lot) == ((3,), False)


def test_a_tie_that_no_round_tells_apart_is_drawn_and_said_to_be():
    ballots = [(1,)] * 4 + [(2, 3)] * 3 + [(3, 2)] * 3
    count = instant_run_off(ballots, 3, lot=lambda number: -number)
    assert (count.rounds[0].out, count.rounds[0].by_lot, count.first) == ((3,), True, (2,))


@given(st.lists(st.permutations([1, 2, 3, 4]).flatmap(lambda p: st.integers(1, 4).map(lambda n: tuple(p[:n])))))
def test_no_vote_is_lost_in_any_round(ballots):
    count = instant_run_off(ballots, 4, lot=lot)
    for one in count.rounds:
        assert sum(one.votes.values()) + one.spent == len(ballots)
    assert bool(count.first) == bool(ballots)
    if ballots and len(count.first) == 1:
        last = count.rounds[-1].votes
        assert all(last[count.first[0]] > votes for option, votes in last.items() if option != count.first[0])
