"""Being sure before somebody is erased."""

from django import forms

WORD = "erase"


class EraseForm(forms.Form):
    word = forms.CharField(
        label=f"Type “{WORD}” to be sure",
        max_length=40,
        error_messages={"required": f"Type the word {WORD}: then it is done, and cannot be undone."},
    )

    def clean_word(self) -> str:
        word = str(self.cleaned_data["word"]).strip(" «»“”\"'").lower()
        if word != WORD:
            raise forms.ValidationError(f"This is not the word {WORD}, so nothing was done.")
        return word
