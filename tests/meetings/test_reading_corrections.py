"""Which words of a mail are about which item: no word is left out, whatever is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.minutes.reading_corrections import read_corrections, says_right

NUMBERS = {1, 2, 3, 12}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3: it was Tuesday", [(3, "it was Tuesday")]),
        ("Item 3 - it was Tuesday\nand late", [(3, "it was Tuesday\nand late")]),
        ("Thanks.\n\n2. Not Leeds\n\n12) The sum is 4", [(None, "Thanks."), (2, "Not Leeds"), (12, "The sum is 4")]),
        ("7: no such item", [(None, "7: no such item")]),
        ("3.30pm was the time", [(None, "3.30pm was the time")]),
        ("30 people came", [(None, "30 people came")]),
        ("", []),
    ],
)
def test_88_the_number_in_front_says_which_item(text, found):
    assert read_corrections(text, NUMBERS) == found


@given(st.lists(st.text(alphabet="abc 123:.)\n", max_size=12), max_size=6).map("\n".join))
def test_no_word_is_lost(text):
    kept = "".join(f"{number or ''}{words}" for number, words in read_corrections(text, NUMBERS))
    letters = [one for one in text if one in "abc"]
    assert [one for one in kept if one in "abc"] == letters


def test_one_word_says_that_they_are_right():
    assert says_right("agreed.")
    assert not says_right("agreed, but 3 is wrong")
