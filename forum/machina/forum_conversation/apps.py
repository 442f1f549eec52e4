from machina.apps.forum_conversation.apps import ForumConversationAppConfig as MachinaConversationAppConfig


class ForumConversationAppConfig(MachinaConversationAppConfig):
    """Machina's conversation app, taken over in its own documented way."""

    name = "forum.machina.forum_conversation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """None of machina's receivers: what follows from a post comes from its event."""
