"""A file of members."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from regions.importing.limits import MOST_BYTES


class ImportForm(forms.Form):
    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Choose a file first.",
            "empty": "The file is empty.",
            "missing": "Choose a file first.",
            "invalid": "The file did not arrive. Choose it again.",
            "max_length": "The name of the file is too long. Give it a shorter one.",
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            size = (file.size or 0) / 1024 / 1024
            raise forms.ValidationError(
                f"The file has {size:.1f} MB, and {MOST_BYTES // 1024 // 1024} MB is the most. Give it in parts."
            )
        return file
