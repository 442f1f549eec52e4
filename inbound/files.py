"""The files of a mail: laid ready for the post that it becomes; of those not taken its author alone is told."""

from accounts.models import Member
from forum.actions.attach_files import attach_files
from forum.files.kinds import Why
from forum.files.receiving import Incoming
from forum.models import Post, RefusedFile
from inbound.models import InboundMail
from inbound.reading import ReadMail
from notifications.letters import write_letter
from notifications.message_ids import header_form


def lay_files(member: Member, mail: ReadMail, key: str) -> None:
    """What the reader kept, and the programs that it dropped, to be refused by name. A second time changes nothing.

    Raises Refused, if the member may not write at all.
    """
    files = [Incoming(file.name, file.content) for file in mail.attachments_kept]
    files += [Incoming(file.name, b"", Why.PROGRAM) for file in mail.attachments_dropped if file.why == "program"]
    if files:
        attach_files(member, key=key, files=files)


def tell_of_files_left_out(member: Member, row: InboundMail, mail: ReadMail, post: Post) -> None:
    """The words are posted; which files are not, and why, is told in answer to the mail."""
    left_out = RefusedFile.objects.filter(post=post, owner=member).order_by("pk")
    sentences = [file.sentence for file in left_out]
    if sentences:
        write_letter(
            "mail_files_left_out", member=member, address=mail.sender, key=f"files:{row.pk}",
            context={"sentences": sentences, "post_id": post.pk, "held": post.state != Post.State.PUBLISHED},
            in_reply_to=header_form(mail.message_id),
        )  # fmt: skip
