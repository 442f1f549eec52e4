"""Row 51 of the threats: of texts with a child's details at least 95 % are held, of the others at most 5 %."""

import json
from itertools import chain
from pathlib import Path

import pytest

from screening import screen
from tests.screening import measure
from tests.screening.labelled import TODAY

COUNCIL = Path(__file__).resolve().parents[3] / "shared" / "mail_corpus" / "council"
SETS = [pytest.param(*labelled, id=name) for name, labelled in measure.sets().items()]


def test_there_are_enough_labelled_texts_and_none_twice():
    new = [labelled for name, labelled in measure.sets().items() if name != "earlier"]
    every = list(chain.from_iterable(chain(*labelled) for labelled in measure.sets().values()))

    assert min(sum(len(child) for child, _ in new), sum(len(no_child) for _, no_child in new)) >= 200
    assert len(set(every)) == len(every)
    assert all(every)


@pytest.mark.parametrize(("child", "no_child"), SETS)
def test_recall_is_at_least_95_per_cent(child, no_child):
    assert len(measure.missed(child)) <= 0.05 * len(child), measure.missed(child)


@pytest.mark.parametrize(("child", "no_child"), SETS)
def test_false_holds_are_at_most_5_per_cent(child, no_child):
    assert len(measure.held(no_child)) <= 0.05 * len(no_child), measure.held(no_child)


@pytest.mark.parametrize(("child", "no_child"), SETS)
def test_a_moderator_can_read_nothing_that_identifies_in_98_of_100_held_texts(child, no_child):
    assert len(measure.still_readable(child)) <= 0.02 * len(child), measure.still_readable(child)


@pytest.mark.skipif(not COUNCIL.is_dir(), reason="the shared mail corpus is not here")
def test_council_replies_are_held_exactly_when_they_are_labelled_so():
    replies = [json.loads(path.read_text()) for path in sorted(COUNCIL.glob("*.json"))]

    wrong = [
        mail["reply"]
        for mail in replies
        if bool(screen(mail["reply"] or "", TODAY)) != (mail["outcome"] == "held:child_details")
    ]

    assert wrong == []
