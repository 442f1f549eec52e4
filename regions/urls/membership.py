"""Membership, services' records, the secretariat's desk."""

from django.urls import path

from regions.views import appeals, desk, desk_services, membership, places, region_members, suspending

urlpatterns = [
    path("membership/", membership.my_membership, name="my_membership"),
    path("membership/leave/", membership.leave, name="leave"),
    path("membership/leave/<place:pk>/", membership.leave, name="leave_place"),
    path("memberships/<place:pk>/suspend/", suspending.suspend_member, name="suspend_member"),
    path("memberships/<place:pk>/lift/", suspending.lift_suspension, name="lift_suspension"),
    path("membership/<place:pk>/appeal/", appeals.appeal, name="appeal"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<appeal:pk>/", appeals.decide_appeal, name="decide_appeal"),
    path("services/<slug:slug>/places/", places.service_places, name="service_places"),
    path("services/<slug:slug>/places/<place:pk>/remove/", places.remove_colleague, name="remove_colleague"),
    path("services/<slug:slug>/edit/", places.edit_service, name="edit_service"),
    path("regions/<slug:slug>/members/", region_members.region_members, name="region_members"),
    path("secretariat/", desk.secretariat, name="secretariat"),
    path("secretariat/members/", desk.secretariat_members, name="secretariat_members"),
    path("secretariat/members/new/", desk.secretariat_new_member, name="secretariat_new_member"),
    path("secretariat/members/<member:pk>/", desk.secretariat_member, name="secretariat_member"),
    path(
        "secretariat/members/<member:pk>/payment/", desk.secretariat_member_payment,
        name="secretariat_member_payment",
    ),
    path(
        "secretariat/memberships/<place:pk>/<slug:act>/", desk.secretariat_membership_act,
        name="secretariat_membership_act",
    ),
    path("secretariat/services/", desk_services.secretariat_services, name="secretariat_services"),
    path("secretariat/services/<slug:slug>/", desk_services.secretariat_service, name="secretariat_service"),
    path(
        "secretariat/services/<slug:slug>/<slug:act>/", desk_services.secretariat_service_act,
        name="secretariat_service_act",
    ),
    path("secretariat/payments/<payment:pk>/correct/", desk_services.correct, name="correct_payment"),
]  # fmt: skip
