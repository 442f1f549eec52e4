from django.urls import path

from regions.views import confidence

urlpatterns = [
    path("write-to/<slug:office>/", confidence.write_to, name="write_to_officer"),
]
