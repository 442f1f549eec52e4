from django.urls import path, re_path

from regions.views import exports, imports, my_data

urlpatterns = [
    path("secretariat/imports/", imports.secretariat_imports, name="secretariat_imports"),
    path("secretariat/imports/<import:pk>/", imports.secretariat_import, name="secretariat_import"),
    re_path(r"^secretariat/imports/sample\.(?P<ending>csv|xlsx)$", imports.import_sample, name="import_sample"),
    path("secretariat/export/", exports.export_members, name="export_members"),
    path("secretariat/members/<member:pk>/erase/", my_data.erase_member, name="erase_member"),
    path("my-data/", my_data.my_data, name="my_data"),
    path("my-data/erase/", my_data.erase_me, name="erase_me"),
    path("regions/<slug:slug>/export/", exports.export_region, name="export_region"),
]
