"""Who looks after a network takes a word off its list of tags."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.tag_access import get_tag_to_tidy
from forum.tag_models import TopicTag
from forum.tags import write_lines


@transaction.atomic
def remove_tag(actor: Member, network_slug: str, tag_id: int) -> None:
    """The topics stay, without it. Raises Http404, Refused."""
    tag = get_tag_to_tidy(actor, network_slug, tag_id, lock=True)
    topics = list(TopicTag.objects.filter(tag=tag).values_list("topic_id", flat=True))
    tag.delete()
    write_lines(topics)
    write_entry("remove_tag", actor_id=actor.pk, subject=f"tag {tag_id}", network_id=tag.network_id)
