from django.urls import path

from notifications.people import views

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("induction/", views.induction, name="induction"),
    path("weekly-list/", views.weekly_list, name="weekly_list"),
]
