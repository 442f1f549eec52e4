"""Who looks after a network keeps its list of tags tidy: a better word, or one word for two."""

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Member
from audit.write import write_entry
from forum.tag_access import get_tag_to_tidy
from forum.tag_models import Tag, TopicTag
from forum.tags import checked_tag, write_lines


@transaction.atomic
def rename_tag(actor: Member, network_slug: str, tag_id: int, *, name: str) -> Tag:
    """Where the network has a tag of the new name, the two become that one. Raises Http404, Refused, Problem."""
    tag = get_tag_to_tidy(actor, network_slug, tag_id, lock=True)
    name = checked_tag(name)
    topics = list(TopicTag.objects.filter(tag=tag).values_list("topic_id", flat=True))
    other = Tag.objects.filter(network=tag.network_id, slug=slugify(name)).exclude(pk=tag.pk).first()
    if other is None:
        Tag.objects.filter(pk=tag.pk).update(name=name, slug=slugify(name))
    else:
        both = TopicTag.objects.filter(tag=other).values("topic_id")
        TopicTag.objects.filter(tag=tag).exclude(topic_id__in=both).update(tag=other)
        tag.delete()
    write_lines(topics)
    write_entry("rename_tag", actor_id=actor.pk, subject=f"tag {tag_id}", network_id=tag.network_id)
    return other or Tag.objects.get(pk=tag_id)
