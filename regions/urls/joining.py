from django.urls import path

from regions.views import applications, invitations

urlpatterns = [
    path("join/", applications.join, name="join"),
    path("join/code/", applications.join_code, name="join_code"),
    path("join/waiting/", applications.join_waiting, name="join_waiting"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<application:pk>/", applications.application, name="application"),
    path("invitation/<str:key>/", invitations.invitation, name="invitation"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<invitation:pk>/", invitations.change_invitation, name="change_invitation"),
]
