"""The addresses of our own domain, in one place for those who write them and those who read them."""

from django.conf import settings

REPLY, HELD, BOUNCE, STOP, DECIDE, UNDO = "reply", "held", "bounce", "stop", "decide", "undo"
AUTHOR, ASIDE, MEETING = "author", "aside", "meeting"
MEND, NEW = "mend", "new"
MINUTES, ACTION = "minutes", "action"


def at_our_domain(local: str) -> str:
    return f"{local}@{settings.MAIL_DOMAIN}"


def board_address(slug: str) -> str:
    return at_our_domain(slug)


def reply_address(token: str) -> str:
    return at_our_domain(f"{REPLY}+{token}")


def held_address(token: str) -> str:
    return at_our_domain(f"{HELD}+{token}")


def decide_address(token: str) -> str:
    return at_our_domain(f"{DECIDE}+{token}")


def bounce_address(token: str) -> str:
    return at_our_domain(f"{BOUNCE}+{token}")


def stop_address(token: str) -> str:
    return at_our_domain(f"{STOP}+{token}")


def undo_address(token: str) -> str:
    return at_our_domain(f"{UNDO}+{token}")


def author_address(token: str) -> str:
    return at_our_domain(f"{AUTHOR}+{token}")


def aside_address(token: str) -> str:
    return at_our_domain(f"{ASIDE}+{token}")


def meeting_address(token: str) -> str:
    return at_our_domain(f"{MEETING}+{token}")


def minutes_address(token: str) -> str:
    return at_our_domain(f"{MINUTES}+{token}")


def action_address(token: str) -> str:
    return at_our_domain(f"{ACTION}+{token}")


def mend_address(token: str) -> str:
    return at_our_domain(f"{MEND}+{token}")


def new_address(token: str) -> str:
    return at_our_domain(f"{NEW}+{token}")


def split(address: str) -> tuple[str, str]:
    """(`reply`, token) of «reply+token@…»; (`north-west`, «») of a board's address. Lower case."""
    local = address.rsplit("@", 1)[0].lower()
    kind, _, token = local.partition("+")
    return kind, token
