"""Setting up, changing and removing second factors: each asks for a fresh code, and for the factor that there is."""

from datetime import timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from accounts.actions.add_passkey import add_passkey
from accounts.actions.make_recovery_codes import make_recovery_codes
from accounts.actions.remove_factor import remove_factor
from accounts.actions.rename_passkey import rename_passkey
from accounts.actions.set_up_totp import set_up_totp
from accounts.assurance import factor_change_page, mark_second_factor
from accounts.doors import MemberRequest, member_page
from accounts.factors import factors_of
from accounts.forms import CodeForm, PasskeyForm
from accounts.passkeys import options_to_add, read_new
from accounts.sessions import new_key
from accounts.ways import next_of

SECRET, CODES_MADE = "totp_secret", "codes_made"  # in the session
SHOWN_FOR = timedelta(minutes=10)
UNPROCESSABLE = 422
NOT_THE_DIGITS = "Those are not the six digits that the app shows now. Type the newest ones."
NO_CREDENTIAL = "The passkey was not added: this browser did not finish it. Try again, or use an authenticator app."


@member_page
@factor_change_page
def set_up_app(request: MemberRequest) -> HttpResponse:
    """An authenticator app: first the secret, drawn and in letters, then six digits as the proof."""
    going, form = next_of(request, "account_home"), CodeForm()
    if request.method == "POST" and request.POST.get("do") == "begin":
        request.session[SECRET] = generate_totp_secret()
        return _to("set_up_app", going)
    secret = request.session.get(SECRET, "")
    if request.method == "POST" and secret:
        form = CodeForm(request.POST)
        if form.is_valid() and set_up_totp(request.user, secret, form.cleaned_data["code"]):
            del request.session[SECRET]
            return _set_up(request, going)
        if not form.errors:
            form.add_error("code", NOT_THE_DIGITS)
    context = {"going": going, "form": form, "secret": _in_fours(secret), "has_app": factors_of(request.user).totp}
    if secret:
        adapter = get_adapter()
        context["drawing"] = mark_safe(_svg_only(adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))))  # noqa: S308
    return render(request, "account/set_up_app.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@member_page
@factor_change_page
def remove_app(request: MemberRequest) -> HttpResponse:
    app = factors_of(request.user).totp
    if app is not None and remove_factor(request.user, app.pk):
        messages.success(request, "The authenticator app is removed.")
    return redirect("account_home")


@member_page
@factor_change_page
def passkeys(request: MemberRequest) -> HttpResponse:
    """My passkeys, and the form that adds one."""
    going, form = next_of(request, "passkeys"), PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = read_new(form.cleaned_data["credential"])
        if made is not None:
            add_passkey(request.user, name=form.cleaned_data["name"], credential=made)
            return _set_up(request, going)
        form.add_error("name", NO_CREDENTIAL)
    context = {"form": form, "going": going, "factors": factors_of(request.user)}
    return render(request, "account/passkeys.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@member_page
@factor_change_page
def new_passkey_options(request: MemberRequest) -> HttpResponse:
    return JsonResponse(options_to_add(request.user))


@require_POST
@member_page
@factor_change_page
def change_passkey(request: MemberRequest, pk: int) -> HttpResponse:
    """Another name, or away with it."""
    if request.POST.get("do") == "remove":
        done, words = remove_factor(request.user, pk), "The passkey is removed."
    else:
        name = " ".join(request.POST.get("name", "").split())[:60]
        done, words = bool(name) and rename_passkey(request.user, pk, name=name), "The passkey has its new name."
        if not name:
            messages.error(request, "A passkey needs a name: it kept the old one.")
            return redirect("passkeys")
    if not done:
        raise Http404
    messages.success(request, words)
    return redirect("passkeys")


@member_page
@factor_change_page
def recovery_codes(request: MemberRequest) -> HttpResponse:
    """How many are left; new ones are shown once, in the session that made them."""
    going = next_of(request, "account_home")
    if request.method == "POST" and request.POST.get("do") == "kept":
        request.session.pop(CODES_MADE, None)
        return redirect(going)
    if request.method == "POST":
        if make_recovery_codes(request.user):
            request.session[CODES_MADE] = timezone.now().timestamp()
        return _to("recovery_codes", going)
    context = {"going": going, "factors": factors_of(request.user), "codes": _codes_to_show(request)}
    return render(request, "account/recovery_codes.html", context)


@member_page
@factor_change_page
def recovery_codes_file(request: MemberRequest) -> HttpResponse:
    """The codes as a text, while they are shown."""
    codes = _codes_to_show(request)
    if not codes:
        raise Http404
    text = "Recovery codes, each works once:\r\n\r\n" + "\r\n".join(codes) + "\r\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


def _set_up(request: MemberRequest, going: str) -> HttpResponse:
    """The session has shown what it set up; the first time there are recovery codes to keep."""
    mark_second_factor(request.session)
    new_key(request)
    if make_recovery_codes(request.user, only_if_none=True):
        request.session[CODES_MADE] = timezone.now().timestamp()
        return _to("recovery_codes", going)
    messages.success(request, "It is set up.")
    return redirect(going)


def _codes_to_show(request: MemberRequest) -> list[str]:
    made, codes = request.session.get(CODES_MADE, 0), factors_of(request.user).codes
    if codes is None or timezone.now().timestamp() - made > SHOWN_FOR.total_seconds():
        return []
    return [f"{code[:4]} {code[4:]}" for code in RecoveryCodes(codes).get_unused_codes()]


def _to(name: str, going: str) -> HttpResponse:
    response = redirect(name)
    response["Location"] += "?" + urlencode({"next": going})
    return response


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _svg_only(drawing: str) -> str:
    """Without the XML declaration, to stand in a page."""
    return drawing[drawing.index("<svg") :]
