"""Read one mail: bytes in, a frozen ReadMail out. No Django, no database, no network, and it never raises."""

from inbound.reading.model import Attachment, Bounced, Calendar, Dropped, Outcome, ReadMail
from inbound.reading.reader import read_mail

__all__ = ["Attachment", "Bounced", "Calendar", "Dropped", "Outcome", "ReadMail", "read_mail"]
