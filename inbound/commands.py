"""A mail that is one word and nothing else: it changes what its sender gets by mail, as the switches of the pages do.

To the address of a topic's letter the word is about the topic, to a board's address about the board; «stop» is about
the board in both, as the stop button of the letter is. When in doubt a text is a post.
"""

from enum import StrEnum
from typing import Any

from django.db import transaction

from accounts.models import Member
from forum.access import get_topic_for
from forum.actions.follow_board import follow_board
from forum.actions.follow_topic import follow_topic
from forum.actions.stop_mail import stop_mail
from forum.farewell import without_farewell
from forum.models import Board, BoardFollow, Topic, TopicFollow
from inbound.endings import Ending, State
from inbound.models import InboundMail
from inbound.reading import ReadMail
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.models import Letter


class Word(StrEnum):
    STOP = "stop"
    MUTE = "mute"
    FOLLOW = "follow"
    EACH = "each"
    DAILY = "daily"
    WEEKLY = "weekly"
    NOTHING = "nothing"
    HELP = "help"


OF_TOPIC = {
    Word.MUTE: TopicFollow.Wants.MUTE, Word.NOTHING: TopicFollow.Wants.MUTE, Word.FOLLOW: TopicFollow.Wants.FOLLOW,
    Word.EACH: TopicFollow.Wants.FOLLOW, Word.DAILY: TopicFollow.Wants.DAILY, Word.WEEKLY: TopicFollow.Wants.WEEKLY,
}  # fmt: skip
OF_BOARD = {
    Word.STOP: BoardFollow.Wants.NOTHING, Word.MUTE: BoardFollow.Wants.NOTHING,
    Word.NOTHING: BoardFollow.Wants.NOTHING, Word.FOLLOW: BoardFollow.Wants.EVERYTHING,
    Word.EACH: BoardFollow.Wants.EVERYTHING, Word.DAILY: BoardFollow.Wants.DAILY,
    Word.WEEKLY: BoardFollow.Wants.WEEKLY,
}  # fmt: skip
# Chosen by the member: `stop` ends them for the topic that was answered. Who merely wrote in a topic is bound by the
# board's choice.
CHOSEN = (TopicFollow.Wants.FOLLOW, TopicFollow.Wants.DAILY, TopicFollow.Wants.WEEKLY)
_SAID = {str(word): word for word in Word} | {"unsubscribe": Word.STOP}


def command_in(member: Member, text: str, mail: ReadMail) -> Word | None:
    """The word, if the text is nothing else: a greeting's end and the member's own name may stand under it."""
    if mail.attachments_kept or mail.is_forward:
        return None
    names = {name.casefold() for name in (member.first_name, member.full_name, member.initials)}
    return _word(without_farewell(text, names))


def command_to_board(member: Member, text: str, mail: ReadMail) -> Word | None:
    """The same in a mail that would start a topic: there its subject must not say anything else either, and may say it
    alone.
    """
    subject = _word(without_farewell(mail.subject, set()))
    if not text.strip():
        return None if mail.attachments_kept or mail.is_forward else subject
    return command_in(member, text, mail) if subject or not mail.subject.strip() else None


def _word(said: str) -> Word | None:
    return _SAID.get(said.removeprefix("please ").removesuffix(" please").strip(" .,!"))


@transaction.atomic
def obey(
    member: Member, row: InboundMail, mail: ReadMail, word: Word, *, topic_id: int | None = None,
    board: Board | None = None, address: str,
) -> Ending:  # fmt: skip
    """Do it, and say so in one letter, which an answer undoes. The same mail again changes nothing more.

    Raises NotVisible.
    """
    topic = get_topic_for(member, topic_id) if topic_id else None
    about = topic.forum if topic is not None else board
    if about is None:
        raise ValueError("a command is about a topic or a board")
    ending = Ending(State.ACTED, f"command_{word}", member, topic_id=topic_id, board_id=about.pk)
    if _done_before(member, row, mail):
        return ending
    was = [] if word is Word.HELP else _as_it_is(member, word, topic, about)
    if word is not Word.HELP:
        _change(member, word, topic, about)
    write_letter(
        "command_help" if word is Word.HELP else "command_done", member=member, address=address,
        key=f"command:{row.pk}", in_reply_to=header_form(mail.message_id),
        context={"word": str(word), "topic_id": topic_id, "board_id": about.pk, "mail_id": row.pk, "was": was},
    )  # fmt: skip
    return ending


def _done_before(member: Member, row: InboundMail, mail: ReadMail) -> bool:
    """This mail, by a second way or after a worker died."""
    letters = Letter.objects.filter(member=member, template__in=("command_done", "command_help"))
    again = mail.message_id and letters.filter(in_reply_to=header_form(mail.message_id)).exists()
    return bool(again) or letters.filter(key=f"command:{row.pk}").exists()


def _change(member: Member, word: Word, topic: Topic | None, board: Board) -> None:
    if topic is not None and word in OF_TOPIC:
        _choose_topic(member, topic, OF_TOPIC[word])
    elif word is Word.STOP:
        stop_mail(member, board)
        if topic is not None and TopicFollow.objects.filter(member=member, topic=topic, wants__in=CHOSEN).exists():
            _choose_topic(member, topic, TopicFollow.Wants.MUTE)
    else:
        follow_board(member, board.slug, wants=OF_BOARD[word])


def _choose_topic(member: Member, topic: Topic, wants: str) -> None:
    """Whether somebody who calls the member still reaches them stays as it is."""
    row = TopicFollow.objects.filter(member=member, topic=topic).first()
    follow_topic(member, topic.pk, wants=wants, mentions=row.mentions if row is not None else True)


def _as_it_is(member: Member, word: Word, topic: Topic | None, board: Board) -> list[dict[str, Any]]:
    """What the word is about to change, to be put back by «undo»."""
    was: list[dict[str, Any]] = []
    if topic is not None:
        row = TopicFollow.objects.filter(member=member, topic=topic).first()
        was.append({
            "topic": topic.pk, "wants": row.wants if row else "", "mentions": row.mentions if row else True
        })  # fmt: skip
    if topic is None or word is Word.STOP:
        wants = BoardFollow.objects.filter(member=member, board=board).values_list("wants", flat=True).first()
        was.append({"board": board.pk, "wants": wants or ""})
    return was


def put_back(member: Member, was: list[dict[str, Any]]) -> None:
    """Each choice as it was before the word. Raises NotVisible."""
    for choice in was:
        if "topic" in choice:
            follow_topic(member, choice["topic"], wants=choice["wants"], mentions=choice["mentions"])
        else:
            follow_board(member, Board.objects.get(pk=choice["board"]).slug, wants=choice["wants"])
