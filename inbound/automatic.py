"""A mail that carries no person's word: what it says to a program is taken, and nobody is answered."""

from inbound.bounces import take_bounce
from inbound.endings import Ending, State
from inbound.models import InboundMail
from inbound.reading import ReadMail
from notifications.addresses import ASIDE, AUTHOR, split


def take_automatic(row: InboundMail, mail: ReadMail, state: str, reason: str) -> Ending:
    """Note a bounce for the address that our mail went to. An answer to an invitation (`mail.answers_invitation`) has
    its calendar part, method and all, in `mail.calendar`; it is posted nowhere.

    What a machine answered to words for one member alone is kept by nobody either.
    """
    take_bounce(row, mail)
    alone = split(row.envelope_to)[0] in (AUTHOR, ASIDE)
    return Ending(state, reason, forget=alone and state == State.AUTOMATIC)
