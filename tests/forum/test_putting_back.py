"""Where what was cut from a mail is put back, in texts that stayed and texts that were changed."""

import pytest

from forum.putting_back import moved, places_of, with_pieces
from inbound.reading import read_mail
from tests.inbound.reading.builders import a_mail

TEXT = "One.\n\nTwo.\nThree."


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ([("> a", 0)], "> a\n\nOne.\n\nTwo.\nThree."),
        ([("> a", 1)], "One.\n\n> a\n\nTwo.\nThree."),
        ([("> a", 2), ("> b", 2)], "One.\n\nTwo.\n\n> a\n\n> b\n\nThree."),
        ([("> a", 3), ("b", None)], "One.\n\nTwo.\nThree.\n\n> a\n\nb"),
        ([("> a", 99)], "One.\n\nTwo.\nThree.\n\n> a"),
    ],
)
def test_a_piece_stands_where_it_stood(pieces, shown):
    assert with_pieces(TEXT, pieces) == shown


@pytest.mark.parametrize(
    ("after", "places"),
    [
        ("One.\nTwo.\nThree.", [0, 1, 3, None]),
        ("New.\nOne.\nTwo.\nThree.", [0, 2, 4, None]),
        ("One.\nThree.", [0, 1, 2, None]),
        ("Quite another text.", [0, 0, 1, None]),
    ],
)
def test_places_move_with_the_lines_that_stay(after, places):
    assert moved([0, 1, 3, None], TEXT, after) == places


def test_the_reader_tells_where_each_piece_stood():
    """A banner above, and a question that is answered below it."""
    mail = read_mail(
        a_mail(
            "CAUTION: This email originated from outside the organisation. Do not click links.\n\nWe have one.\n\n"
            "-- \nDana Okoro\nHead of Service\n"
        )
    )

    assert mail.reply == "We have one."
    assert list(
        zip([piece.split()[0] for piece in mail.folded.split("\n\n")], places_of(mail.folded, mail.cut_at), strict=True)
    ) == [
        ("CAUTION:", 0),
        ("--", 1),
    ]
    assert len(mail.cut_at) == len([line for line in mail.folded.split("\n") if line.strip()])
