from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Labelled `boards`, as machina's own app is labelled `forum`."""

    name = "forum"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"
