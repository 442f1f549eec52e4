"""Row 51 of the threats: of texts with a child's details at least 95 % are held, of the others at most 5 %."""

import json
from pathlib import Path

import pytest

from screening import screen
from tests.screening import labelled, second_set
from tests.screening.measure import held, missed

COUNCIL = Path(__file__).resolve().parents[3] / "shared" / "mail_corpus" / "council"
SETS = [
    pytest.param(labelled.CHILD, labelled.NOT_CHILD, id="first set"),
    pytest.param(
        labelled.CHILD + second_set.CHILD, labelled.NOT_CHILD + second_set.NOT_CHILD, id="first and second set"
    ),
]


def test_there_are_enough_labelled_texts_and_none_twice():
    texts = labelled.CHILD + labelled.NOT_CHILD + second_set.CHILD + second_set.NOT_CHILD

    assert min(len(labelled.CHILD), len(labelled.NOT_CHILD)) >= 100
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("with_child", "without"), SETS)
def test_recall_is_at_least_95_per_cent(with_child, without):
    assert len(missed(with_child)) <= 0.05 * len(with_child), missed(with_child)


@pytest.mark.parametrize(("with_child", "without"), SETS)
def test_false_holds_are_at_most_5_per_cent(with_child, without):
    assert len(held(without)) <= 0.05 * len(without), held(without)


@pytest.mark.skipif(not COUNCIL.is_dir(), reason="the shared mail corpus is not here")
def test_council_replies_are_held_exactly_when_they_are_labelled_so():
    replies = [json.loads(path.read_text()) for path in sorted(COUNCIL.glob("*.json"))]

    wrong = [
        mail["reply"]
        for mail in replies
        if bool(screen(mail["reply"] or "", labelled.TODAY)) != (mail["outcome"] == "held:child_details")
    ]

    assert wrong == []
