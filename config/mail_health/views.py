"""The page of mail health: for the secretariat, to pass on to whoever keeps the site. It changes nothing and asks no
server.
"""

from django.http import HttpResponse
from django.shortcuts import render

from config.mail_health.report import report
from regions.doors import MemberRequest, allowed_page
from regions.permissions import Reason, can_see_mail_health


@allowed_page("see_mail_health", can_see_mail_health, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def mail_health(request: MemberRequest) -> HttpResponse:
    return render(request, "mail_health/page.html", {"report": report()})
