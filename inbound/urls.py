from django.urls import path

from inbound.views import held_for_me, held_mail
from inbound.views_ledger import (
    leave_ledger_mail,
    ledger,
    ledger_day,
    ledger_mail,
    open_ledger_mail,
    replay_ledger_mail,
)
from inbound.views_mending import mend_post

urlpatterns = [
    path("posts/<post:pk>/mend/", mend_post, name="mend_post"),
    path("held-for-me/", held_for_me, name="held_for_me"),
    path("held-mail/<mail:pk>/", held_mail, name="held_mail"),
    path("mail-ledger/", ledger, name="mail_ledger"),
    path("mail-ledger/day/", ledger_day, name="ledger_day"),
    path("mail-ledger/<mail:pk>/", ledger_mail, name="ledger_mail"),
    path("mail-ledger/<mail:pk>/open/", open_ledger_mail, name="open_ledger_mail"),
    path("mail-ledger/<mail:pk>/replay/", replay_ledger_mail, name="replay_ledger_mail"),
    path("mail-ledger/<mail:pk>/leave/", leave_ledger_mail, name="leave_ledger_mail"),
]
