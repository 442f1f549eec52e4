"""Only the pages of allauth that the product has, under the names by which it looks them up; and the account's own."""

from django.urls import path
from django.views.generic import RedirectView

from accounts.views import account, door, factors, sure

urlpatterns = [
    path("sign-in/", door.ask_for_code, name="account_login"),
    path("sign-in/", door.ask_for_code, name="account_request_login_code"),
    path("sign-in/code/", door.type_code, name="account_confirm_login_code"),
    path("sign-in/second-factor/", door.second_step, name="mfa_authenticate"),
    path("sign-in/second-factor/passkey/", door.second_step_options, name="second_step_options"),
    path("sign-in/passkey/", door.passkey_door, name="passkey_door"),
    path("sign-out/", door.sign_out, name="account_logout"),
    path("about/#joining", RedirectView.as_view(pattern_name="about"), name="account_signup"),
    path("sign-in/closed/", RedirectView.as_view(pattern_name="about"), name="account_inactive"),
    path("confirm/", sure.confirm, name="confirm"),
    path("second-factor/", sure.second_factor, name="second_factor"),
    path("second-factor/passkey/", sure.passkey_options, name="passkey_options"),
    path("account/", account.account_home, name="account_home"),
    path("account/sessions/", account.sessions, name="sessions"),
    path("account/sessions/<session:pk>/end/", account.end_session, name="end_session"),
    path("account/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    path("account/app/", factors.set_up_app, name="set_up_app"),
    path("account/app/remove/", factors.remove_app, name="remove_app"),
    path("account/passkeys/", factors.passkeys, name="passkeys"),
    path("account/passkeys/new/", factors.new_passkey_options, name="new_passkey_options"),
    path("account/passkeys/<passkey:pk>/", factors.change_passkey, name="change_passkey"),
    path("account/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("account/recovery-codes/file/", factors.recovery_codes_file, name="recovery_codes_file"),
]
