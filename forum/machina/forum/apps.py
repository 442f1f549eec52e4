from machina.apps.forum.apps import ForumAppConfig as MachinaForumAppConfig


class ForumAppConfig(MachinaForumAppConfig):
    """Machina's forum app, taken over in its own documented way."""

    name = "forum.machina.forum"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Machina's receivers recount whole boards behind our back; consequences here go through the outbox."""
