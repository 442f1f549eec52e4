"""The addresses of the site, and a page for each door that asks for more than being signed in, whoever builds it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as pages

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a door")


urlpatterns = [
    *pages,
    path("confirm/", door, name="confirm"),
    path("second-factor/", door, name="second_factor"),
]
