"""Every address of the site. Machina's own pages are not mounted; Django's admin is there to look things up."""

from django.conf import settings
from django.urls import include, path

from config import admin, errors
from config.health import health
from config.mail_health.views import mail_health
from inbound.hooks import hook_urls
from notifications import devmail

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("regions.urls.addresses")),
    path("", include("regions.urls.joining")),
    path("", include("regions.urls.terms")),
    path("", include("regions.urls.confidence")),
    path("", include("notifications.people.urls")),
    path("", include("regions.urls.membership")),
    path("", include("forum.urls")),
    path("", include("regions.urls.networks")),
    path("", include("meetings.urls")),
    path("", include("notifications.urls")),
    path("", include("inbound.urls")),
    path("", include("regions.urls.audit")),
    path("admin/", admin.site.urls),
    path("", include("regions.urls.data")),
    path("health/", health, name="health"),
    path("secretariat/mail-health/", mail_health, name="mail_health"),
]
if settings.EMBEDDED:
    urlpatterns += [
        path("dev/mail/", devmail.mailbox, name="dev_mail"),
        path("dev/mail/<int:pk>/html/", devmail.mail_html, name="dev_mail_html"),
        path("dev/mail/<int:pk>/answer/", devmail.answer, name="dev_mail_answer"),
    ]
urlpatterns += hook_urls()
handler400, handler403 = errors.bad_request, errors.refused
handler404, handler500 = errors.not_found, errors.server_error
