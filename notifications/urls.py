from django.urls import path

from notifications import list_page, mail_pages, told_page, views
from notifications.diary import views as diary
from notifications.writing_now import writing_now

urlpatterns = [
    path("notifications/", list_page.notifications, name="notifications"),
    path("notifications/<notification:pk>/", list_page.notification, name="notification"),
    path("notifications/newest/", list_page.newest, name="newest_notification"),
    path("notifications/read/", views.mark_all_read, name="mark_all_read"),
    path("mail-settings/", mail_pages.mail_settings, name="mail_settings"),
    path("mail-settings/kinds/", told_page.set_kinds, name="set_kinds"),
    path("mail-settings/preset/", told_page.take_preset, name="take_preset"),
    path("mail-settings/writing/", told_page.set_writing_shown, name="set_writing_shown"),
    path("mail-settings/networks/<slug:slug>/", mail_pages.follow_whole_network, name="follow_network"),
    path("mail-settings/diary/", diary.mail_diary, name="mail_diary"),
    path("mail-settings/diary/<delivery:pk>/again/", diary.mail_again, name="mail_again"),
    path("secretariat/members/<member:pk>/mail/", diary.member_mail_diary, name="member_mail_diary"),
    path("secretariat/mail/<delivery:pk>/again/", diary.member_mail_again, name="member_mail_again"),
    path("mail-problem/", mail_pages.mail_problem, name="mail_problem"),
    path("mail-settings/week/", mail_pages.staff_copy, name="staff_copy"),
    path("secretariat/weekly-note/", mail_pages.digest_note, name="digest_note"),
    path("stop/<str:token>/", views.stop, name="stop_mail"),
    path("topics/<topic:pk>/writing/", writing_now, name="writing_now"),
    path("live/since/", views.live_since, name="live_since"),
]
