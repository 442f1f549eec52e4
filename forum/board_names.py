"""What a board is called and where it is reached: named with its network, at an address of its own for good."""

from django.utils.text import slugify

from forum.models import Board
from regions.models import Network
from regions.problems import Problem
from regions.words import checked_words

LONGEST_NAME, LONGEST_SLUG, LONGEST_DESCRIPTION = 100, 80, 400


def board_name(network: Network, words: str, *, besides: int = 0) -> str:
    """«shared practice» becomes «North West shared practice». Raises Problem."""
    words = checked_words(" ".join(words.split()), most=LONGEST_NAME, field="name")
    if not words:
        raise Problem("name", "Say what the board is for, in two or three words.")
    name = words if words.casefold().startswith(network.name.casefold()) else f"{network.name} {words}"
    if len(name) > LONGEST_NAME:
        raise Problem(
            "name", f"With the network’s name this is {len(name)} characters, and {LONGEST_NAME} is the most."
        )
    if Board.objects.filter(network=network, name__iexact=name).exclude(pk=besides).exists():
        raise Problem("name", "This network has a board of that name.")
    return name


def free_slug(network: Network, name: str) -> str:
    """An address within the network's own words. Nobody is told whether another board has it: a number follows."""
    rest = slugify(name.removeprefix(network.name)) or "board"
    wanted = f"{network.slug}-{rest}"[:LONGEST_SLUG].strip("-")
    slug, number = wanted, 1
    while Board.objects.filter(slug=slug).exists() or Network.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def checked_description(text: str) -> str:
    return checked_words(text, most=LONGEST_DESCRIPTION, field="description")


def make_board(network: Network, *, name: str, slug: str, description: str = "", readers: str) -> Board:
    board = Board(
        name=name, slug=slug, network=network, description=description, readers=readers, type=Board.FORUM_POST
    )
    board.save()
    return board
