from django.urls import path

from regions.views import audit

urlpatterns = [
    path("audit-log/", audit.audit_log, name="audit_log"),
    path("audit-log/export/", audit.audit_export, name="audit_export"),
]
