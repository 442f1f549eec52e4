from django.urls import path

from regions.views import address_help, addresses

urlpatterns = [
    path("account/addresses/", addresses.addresses, name="addresses"),
    path("account/addresses/new/<request:pk>/", addresses.prove, name="prove_address"),
    path("account/addresses/<address:pk>/", addresses.change_address, name="change_address"),
    path("address-requests/", addresses.address_requests, name="address_requests"),
    path("address-requests/<request:pk>/", addresses.decide, name="decide_address"),
    path("sign-in/help/", address_help.sign_in_help, name="sign_in_help"),
    path("sign-in/help/code/", address_help.prove, name="prove_sign_in_help"),
    path("secretariat/address-help/", address_help.secretariat_address_help, name="secretariat_address_help"),
    path("secretariat/address-help/<address_help:pk>/", address_help.decide, name="decide_address_help"),
    path("secretariat/members/<member:pk>/reset-second-factor/", address_help.reset, name="reset_second_factor"),
]
