"""The files of a form: laid ready before the post is written, so that none has to be chosen twice."""

from django.db.models import QuerySet
from django.http import HttpRequest

from forum.actions.attach_files import attach_files
from forum.files.kinds import MOST_BYTES
from forum.files.receiving import Incoming
from forum.forms import AnswerForm
from forum.models import Attachment
from regions.doors import MemberRequest


def take_files(request: MemberRequest, form: AnswerForm) -> bool:
    """Lay ready what came with the form; a file that is not taken is an error beside the field. Is the form good?

    Files are kept even if something else is wrong with the form.
    """
    form.is_valid()
    key = form.cleaned_data.get("key", "")
    files, unwanted = request.FILES.getlist("attached"), left_out(request)
    if key and (files or unwanted):
        incoming = (Incoming(file.name or "", file.read(MOST_BYTES + 1)) for file in files)
        for refused in attach_files(request.user, key=key, files=incoming, leave_out=unwanted):
            form.add_error("attached", refused.sentence)
    return form.is_valid()


def left_out(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("leave_out") if pk.isascii() and pk.isdigit() and len(pk) < 19]


def ready_files(request: MemberRequest, form: AnswerForm) -> QuerySet[Attachment]:
    """What lies ready for a form that comes back; nothing, without a query, for a new one."""
    key = form.data.get("key", "")
    if not key:
        return Attachment.objects.none()
    return Attachment.objects.filter(owner=request.user, key=key[:80], post=None).defer("words").order_by("pk")
