from django.urls import path

from inbound.views import held_for_me, held_mail, ledger

urlpatterns = [
    path("held-for-me/", held_for_me, name="held_for_me"),
    path("held-mail/<int:pk>/", held_mail, name="held_mail"),
    path("mail-ledger/", ledger, name="mail_ledger"),
]
