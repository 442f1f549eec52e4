"""What members write into. Bounds on the words are the actions' (forum/content.py): every door has the same ones."""

from typing import Any
from uuid import uuid4

from django import forms

from forum.models import Board, Topic


def new_key() -> str:
    return f"web:{uuid4().hex}"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else []


class AnswerForm(forms.Form):
    text = forms.CharField(label="Your answer", widget=forms.Textarea(attrs={"rows": 8}), strip=False)
    attached = forms.Field(label="Files", required=False, widget=FilesInput)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=new_key)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    text_error = "Write something first: there is no text to post."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = self.text_error


class TopicForm(AnswerForm):
    """A new topic; `boards` are the ones that the person may post in."""

    board = forms.ChoiceField(label="Board")
    kind = forms.ChoiceField(
        label="What is it?", choices=Topic.Kind.choices, initial=Topic.Kind.QUESTION,
        error_messages={"required": "Say what it is.", "invalid_choice": "Say what it is."},
    )  # fmt: skip
    title = forms.CharField(
        label="Title", max_length=200,
        error_messages={"required": "Give the topic a title: it is the first thing that others read."},
    )  # fmt: skip
    tags = forms.CharField(label="Tags", max_length=200, required=False)
    field_order = ("board", "kind", "title", "text", "attached", "tags", "key", "draft_version")

    def __init__(self, *args: Any, boards: list[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Text"
        choices = [(board.slug, board.name) for board in boards]
        wrong = {
            "required": "Choose the board that it is for.",
            "invalid_choice": "Choose one of the boards that you may post in.",
        }
        self.fields["board"] = forms.ChoiceField(label="Board", choices=choices, error_messages=wrong)


class MendForm(forms.Form):
    title = forms.CharField(label="Title", max_length=200, required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 10}), strip=False)


class EditForm(forms.Form):
    """A post to change; `version` says from which of its texts the author began."""

    title = forms.CharField(label="Title", max_length=200, required=False)
    text = forms.CharField(
        label="Text", widget=forms.Textarea(attrs={"rows": 10}), strip=False,
        error_messages={"required": AnswerForm.text_error},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class DraftForm(forms.Form):
    """What a form holds when it is kept; a form that has no title or kind sends none."""

    place = forms.CharField(max_length=40)
    draft_version = forms.IntegerField(min_value=0, required=False)
    text = forms.CharField(required=False, strip=False)
    title = forms.CharField(required=False, strip=False)
    kind = forms.CharField(required=False, max_length=12)
    board = forms.CharField(required=False, max_length=255)
    tags = forms.CharField(required=False, max_length=200)

    def clean_draft_version(self) -> int:
        return self.cleaned_data["draft_version"] or 0


class ClosingForm(forms.Form):
    """What a topic came to."""

    asked = forms.CharField(
        label="What you asked", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000,
        error_messages={"required": "Say in a line or two what you asked."},
    )  # fmt: skip
    heard = forms.CharField(
        label="What you heard", widget=forms.Textarea(attrs={"rows": 6}), max_length=4000,
        error_messages={"required": "Say in a line or two what you heard."},
    )  # fmt: skip
    did = forms.CharField(
        label="What you did, or will do", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )


class BoardForm(forms.Form):
    """What a board is called and who reads it. The network's name is put in front by itself."""

    name = forms.CharField(
        label="Name", max_length=100, help_text="Such as “shared practice”: the network’s name is put in front of it.",
        error_messages={"required": "Say what the board is for, in two or three words."},
    )  # fmt: skip
    description = forms.CharField(label="What it is for", max_length=400, required=False)
    readers = forms.ChoiceField(
        label="Who reads it?", choices=Board.Readers.choices, initial=Board.Readers.NETWORK,
        error_messages={"required": "Say who reads it.", "invalid_choice": "Say who reads it."},
    )  # fmt: skip


class ChangeBoardForm(BoardForm):
    """The same, begun at one version of the board."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MoveForm(forms.Form):
    """To which board a topic goes; `boards` are those that the person may put it on."""

    board = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, boards: list[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = {"required": "Choose the board.", "invalid_choice": "Choose one of the boards that are listed."}
        choices = [(board.pk, board.name) for board in boards]
        self.fields["board"] = forms.TypedChoiceField(label="Board", coerce=int, choices=choices, error_messages=wrong)
