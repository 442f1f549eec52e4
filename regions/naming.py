"""What a network may be called: its name, its letters, its address. Each fault has its sentence and its field."""

import re

from django.db.models import Q

from regions.models import Network, NetworkAlias
from regions.problems import Problem
from regions.words import checked_words

# Parts of our own mail addresses, and those that every mail domain has: a first board takes its network's address.
RESERVED = {
    "office", "reply", "held", "bounce", "stop", "postmaster", "abuse", "hostmaster", "mailer-daemon", "noreply",
    "no-reply", "admin", "root", "webmaster", "secretariat", "info", "security", "new", "open", "merge",
}  # fmt: skip
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_CODE = re.compile(r"^[A-Za-z0-9]{2,4}$")
LONGEST_NAME, LONGEST_SLUG, LONGEST_ABOUT = 80, 60, 1000


def checked_name(name: str, *, besides: int = 0) -> str:
    name = checked_words(" ".join(name.split()), most=LONGEST_NAME, field="name")
    if not name:
        raise Problem("name", "Give the network a name.")
    if Network.objects.filter(name__iexact=name).exclude(pk=besides).exists():
        raise Problem("name", "Another network has this name, or had it before it was closed.")
    return name


def checked_slug(slug: str, *, besides: int = 0) -> str:
    """An address that no other network has or had: old links must lead to one place."""
    slug = slug.strip().lower()
    if not _SLUG.match(slug) or len(slug) > LONGEST_SLUG:
        raise Problem("slug", "Use small letters, digits and single hyphens, such as “north-west”.")
    if slug in RESERVED:
        raise Problem("slug", "This word has another use in our addresses. Choose another.")
    taken = Network.objects.filter(slug=slug).exclude(pk=besides).exists()
    if taken or NetworkAlias.objects.filter(~Q(network=besides), slug=slug).exists():
        raise Problem("slug", "Another network has this address, or had it once: old links lead there.")
    return slug


def checked_code(code: str) -> str:
    code = code.strip()
    if not _CODE.match(code):
        raise Problem("code", "Two to four letters or digits, such as “NW”.")
    return code


def checked_hue(hue: int) -> int:
    if hue % 5 or not 0 <= hue < 360:
        raise Problem("hue", "Choose one of the colours.")
    return hue


def checked_about(about: str) -> str:
    return checked_words(about, most=LONGEST_ABOUT, field="about")
