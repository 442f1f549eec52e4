"""Running an action for a form: what the form can tell stays in the form, with everything that was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from accounts.kept import kept_fields
from regions.permissions import Reason, Refused
from regions.problems import Problem

# Who may not do it at all is told by the door, and it is kept; what stands in the way just now is told in the form.
OF_RIGHT = {reason for reason in Reason if reason.startswith("not_")} - {Reason.NOT_VACANT}
OF_RIGHT |= {Reason.LAPSED, Reason.SUSPENDED, Reason.OWN_MATTER}


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to."""
    return request.POST if request.method == "POST" else None


def given_back(request: HttpRequest, form: forms.Form) -> bool:
    """Put back what was typed before its writer was asked to sign in, or for a second factor; True if anything was."""
    kept = {} if form.is_bound else kept_fields(request)
    typed = {name: value for name, value in kept.items() if name in form.fields and name != "version"}
    form.initial.update(typed)
    return bool(typed)


def done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it; False when the form now says why it could not be done. Refusals by right go to the door."""
    try:
        act()
    except Problem as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.sentence)
    except Refused as refused:
        if refused.reason in OF_RIGHT:
            raise
        form.add_error(None, refused.sentence)
    else:
        return True
    return False
