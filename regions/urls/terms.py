from django.urls import path

from regions.views import own_term, terms, volunteering

urlpatterns = [
    path("term/", own_term.own_term, name="own_term"),
    path("volunteer/", volunteering.volunteer, name="volunteer"),
    path("regions/<slug:slug>/volunteer/", volunteering.volunteer, name="volunteer"),
    path("secretariat/terms/", terms.secretariat_terms, name="secretariat_terms"),
    path("secretariat/terms/officers/", terms.officer_terms, name="officer_terms"),
    path("secretariat/terms/officers/<office:pk>/end/", terms.end_officer_term, name="end_officer_term"),
    path("secretariat/terms/representatives/<term:pk>/end/", terms.end_term, name="end_term"),
    path("secretariat/terms/offers/<offer:pk>/thank/", terms.thank_volunteer, name="thank_volunteer"),
    path("secretariat/terms/<slug:slug>/", terms.network_terms, name="network_terms"),
]
