"""What `forum` tells the rest of the house. Ids only: who reads the event reads the rows, and asks for rights anew."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PostPublished:
    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class QuestionMoved:
    """A post was published in a topic that stands on this board too, as its region took the question on; or it began to
    stand there, with its first post.
    """

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class RegionAsked:
    """One region asks another to take its question on."""

    asking_id: int
    topic_id: int


@dataclass(frozen=True)
class AskingDecided:
    """The other region's representative took the question on, or declined."""

    asking_id: int
    topic_id: int


@dataclass(frozen=True)
class PostHeld:
    """Text that looks like a child's details was kept back; its author is asked."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class HeldPostSentOn:
    """The author says that no child is described: the representative decides."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class HeldPostWithdrawn:
    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class HeldPostReturned:
    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class DangerousFileRefused:
    """A program, or an infected file, was sent to a board; nothing of it was kept."""

    refused_file_id: int


@dataclass(frozen=True)
class TopicMoved:
    """A topic stands on another board now, and is read by that board's readers."""

    topic_id: int
    from_board_id: int
    board_id: int
    actor_id: int | None = None


@dataclass(frozen=True)
class PostEdited:
    """Its author changed a post that others read. Nobody is mailed."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class PollAdded:
    """A poll was added to a topic that was there."""

    poll_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class PostUndone:
    """Its author took a post back before its mail left: for others it never was."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class VoteCast:
    """Somebody answered a poll, or changed their answer: not who, and not what."""

    poll_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class PostTakenBack:
    """Its author withdrew a post that others have read: its place stays, its text is gone."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class PollClosed:
    poll_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class AnswerAccepted:
    """The asker said which answer helped, or took it back."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class TopicClosed:
    """A topic was closed with a summary."""

    topic_id: int
    board_id: int


@dataclass(frozen=True)
class TopicReopened:
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class ReminderDue:
    """The day has come on which a member wanted to come back to a topic."""

    reminder_id: int
    topic_id: int
    member_id: int


@dataclass(frozen=True)
class SearchFound:
    """A saved search found posts that are new, from this hit on."""

    search_id: int
    member_id: int
    hit_id: int


@dataclass(frozen=True)
class PostReported:
    """A member says that something is wrong with a post: the representative decides."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class MatterClaimed:
    """Somebody has taken a matter on, or put it down again."""

    matter_id: int


@dataclass(frozen=True)
class MatterPassedOn:
    """It waited too long: who steps in may decide as well, and who waits is told."""

    matter_id: int
    post_id: int


@dataclass(frozen=True)
class ReportDecided:
    """What became of a report, for those who made it."""

    matter_id: int


@dataclass(frozen=True)
class PostRemoved:
    """A representative took a post out of sight; its author reads why."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class PostRestored:
    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class FirstPostHeld:
    """A newcomer's first post in a network that holds these: the representative decides."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class PostPurged:
    """A post's words are to be nowhere any more."""

    post_id: int
    topic_id: int
    board_id: int


@dataclass(frozen=True)
class AsideWritten:
    """Words to one member wait to be taken there."""

    aside_id: int


@dataclass(frozen=True)
class TopicSplit:
    topic_id: int
    new_topic_id: int
    board_id: int


@dataclass(frozen=True)
class TopicsMerged:
    topic_id: int
    into_id: int
    board_id: int


@dataclass(frozen=True)
class BoardReadersSet:
    """All members read the board from now on (`wider`), or its own people alone."""

    board_id: int
    wider: bool
    actor_id: int | None = None


@dataclass(frozen=True)
class NetworksMerged:
    """These boards belong to another network now, and are read by that one's readers."""

    board_ids: list[int]
    from_network_id: int
    actor_id: int | None = None
