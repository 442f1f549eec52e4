from django.urls import path

from notifications import views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.mark_all_read, name="mark_all_read"),
    path("mail-settings/", views.mail_settings, name="mail_settings"),
    path("stop/<str:token>/", views.stop, name="stop_mail"),
    path("live/since/", views.live_since, name="live_since"),
]
