"""What a form of these pages says, it says in our words, and no two fields say the same."""

import importlib
import pkgutil

import pytest
from django import forms

from regions import forms as package
from regions.forms.addresses import AddressHelpForm
from regions.forms.joining import JoinForm
from regions.forms.networks import NewNetworkForm

DJANGOS_OWN = "This field is required."


def all_forms() -> set[type[forms.Form]]:
    for module in pkgutil.iter_modules(package.__path__, "regions.forms."):
        importlib.import_module(module.name)
    found, ahead = set(), [forms.Form]
    while ahead:
        ahead += (below := ahead.pop().__subclasses__())
        found |= {form for form in below if form.__module__.startswith("regions.forms.")}
    return found


def test_no_field_that_is_seen_answers_in_the_frameworks_words():
    seen = [
        (form, name, field)
        for form in all_forms()
        for name, field in form.base_fields.items()
        if field.required and not field.widget.is_hidden
    ]
    assert len(seen) > 40
    assert [
        f"{form.__name__}.{name}" for form, name, field in seen if field.error_messages["required"] == DJANGOS_OWN
    ] == []


@pytest.mark.django_db
@pytest.mark.parametrize("form", [JoinForm, AddressHelpForm, NewNetworkForm])
def test_the_summary_of_an_empty_form_says_each_thing_once(form):
    said = [str(error) for errors in form({}).errors.values() for error in errors]

    assert len(said) > 3
    assert sorted(set(said)) == sorted(said)
