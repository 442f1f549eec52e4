"""What a moderator of a held text can read: enough to decide by, and nobody's name, number, school or street."""

import pytest
from hypothesis import given, settings

from screening import screen, shown
from screening.masking import BLOCK
from tests.screening.labelled import TODAY
from tests.screening.test_properties import TEXTS


@pytest.mark.parametrize(
    ("text", "hidden", "stays"),
    [
        ("Jay Testcase DOB 03/05/2010, sister Ruby Testcase", "Ruby", "sister"),
        ("Jay Testcase DOB 03/05/2010, ring 07700 900123", "900123", "ring"),
        ("Jay Testcase DOB 03/05/2010 is the cousin of Kaiden", "Kaiden", "cousin of"),
        ("Jay DOB 3/5/10 at Elmbrook Academy in Stokeby", "Elmbrook", "in Stokeby"),
        ("Jay DOB 3/5/10 hangs about Kestrel Way", "Kestrel", "hangs about"),
        ("Known as 'Smiley', dob 3/5/10", "Smiley", "dob"),
        ("check kian notsaying dob 3/5/10 please", "notsaying", "please"),
        ("Remanded again. Jay Testcase DOB 03/05/2010", "Testcase", "Remanded again"),
        ("Jay DOB 3/5/10, worker since 12/11/2026", "12/11/2026", "worker since"),
        ("Jay DOB 3/5/10 of ZZ99 3AB", "ZZ99", "DOB"),
    ],
)
def test_what_stands_beside_a_finding_is_hidden_too(text, hidden, stays):
    seen = shown(text, TODAY)

    assert hidden not in seen
    assert stays in seen


def test_a_title_that_was_innocent_by_itself_hides_its_name():
    assert screen("About Jayden Testcase", TODAY) == ()
    assert shown("About Jayden Testcase", TODAY) == f"About {BLOCK * 15}"


def test_a_text_that_asks_for_too_much_work_is_hidden_whole():
    assert set(shown("Jay Testcase 03/05/2010\n" * 2000, TODAY)) == {BLOCK, "\n"}


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_it_keeps_the_length_and_hides_all_that_was_found(text):
    seen = shown(text, TODAY)

    assert len(seen) == len(text)
    for finding in screen(text, TODAY):
        assert set(seen[finding.start : finding.end]) <= {BLOCK, "\n"}
