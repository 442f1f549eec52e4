"""Being sure once more: a fresh code, or the second factor, and back to the page that asked."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts.actions.ask_for_confirmation import TooManyCodes, ask_for_confirmation
from accounts.actions.spend_code import spend_code
from accounts.assurance import has_second_factor, is_fresh, mark_confirmed, mark_second_factor
from accounts.codes import is_alive
from accounts.doors import MemberRequest, counted_door, member_page
from accounts.factors import factors_of
from accounts.forms import CodeForm
from accounts.models import SignInCode
from accounts.passkeys import options_to_show
from accounts.sessions import new_key
from accounts.views.showing import shown_factor
from accounts.ways import next_of

UNPROCESSABLE = 422
PURPOSE = SignInCode.Purpose.CONFIRM
WRONG = "That is not the code. Look at the newest mail from us, and type its six digits."
DEAD = "That code has ended, after fifteen minutes or five wrong tries. Ask for a new one."
ENOUGH = "You have asked for ten codes today. Sign out and in again instead: that counts as a fresh code as well."


@member_page
def confirm(request: MemberRequest) -> HttpResponse:
    """Six digits by mail, typed here. GET sends nothing."""
    going, form = next_of(request, "account_home"), CodeForm()
    if request.method == "POST" and request.POST.get("do") == "send":
        return _send(request, going)
    asked = _asked(request)
    if request.method == "POST" and asked is not None:
        form = CodeForm(request.POST)
        if form.is_valid() and spend_code(asked.pk, form.cleaned_data["code"], purpose=PURPOSE):
            del request.session[PURPOSE]
            mark_confirmed(request.session)
            new_key(request)
            return redirect(going)
        asked = _asked(request)
        if not form.errors:
            form.add_error("code", WRONG if asked is not None else DEAD)
    elif is_fresh(request.session):
        return redirect(going)
    return _page(request, going, form=form, asked=asked)


def _send(request: MemberRequest, going: str) -> HttpResponse:
    try:
        request.session[PURPOSE] = ask_for_confirmation(request.user).pk
    except TooManyCodes:
        return _page(request, going, form=CodeForm(), asked=_asked(request), too_many=ENOUGH)
    response = redirect("confirm")
    response["Location"] += "?" + urlencode({"next": going})
    return response


def _asked(request: HttpRequest) -> SignInCode | None:
    """The code that this session waits for, while it can be typed."""
    row = SignInCode.objects.filter(pk=request.session.get(PURPOSE, 0), purpose=PURPOSE).first()
    return row if row is not None and is_alive(row) else None


def _page(
    request: MemberRequest, going: str, *, form: CodeForm, asked: SignInCode | None, too_many: str = ""
) -> HttpResponse:
    context = {"going": going, "form": form, "asked": asked, "too_many": too_many, "factors": factors_of(request.user)}
    return render(request, "account/confirm.html", context, status=UNPROCESSABLE if form.errors or too_many else 200)


@member_page
@counted_door
def second_factor(request: MemberRequest) -> HttpResponse:
    """Show it, if there is one; otherwise the ways to set one up."""
    going, factors = next_of(request, "account_home"), factors_of(request.user)
    if request.method != "POST" and factors and has_second_factor(request.session):
        return redirect(going)
    if not factors:
        return render(request, "account/second_factor_first.html", {"going": going})
    form, shown = shown_factor(request, request.user)
    if shown is not None:
        shown.record_usage()
        mark_second_factor(request.session)
        new_key(request)
        return redirect(going)
    context = {"going": going, "form": form, "factors": factors}
    return render(request, "account/second_factor.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@member_page
def passkey_options(request: MemberRequest) -> HttpResponse:
    return JsonResponse(options_to_show(request.user))
