from django.urls import path

from regions.views import directory, groups, services

urlpatterns = [
    path("directory/", directory.directory, name="directory"),
    path("profile/", directory.my_profile, name="my_profile"),
    path("services/", services.services, name="services"),
    path("services/<slug:slug>/", services.service, name="service"),
    path("networks/<slug:slug>/leave/", groups.leave, name="leave_group"),
    path("networks/<slug:slug>/members/", groups.group_members, name="group_members"),
]
