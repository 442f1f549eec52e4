"""The site's addresses, and the floor's: mounted for the bench only."""

from django.urls import path

from bench.parts.floor import floor
from config import urls as site

urlpatterns = [path("bench/floor/<int:topic>/", floor, name="floor"), *site.urlpatterns]
handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500
