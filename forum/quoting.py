"""A post's words as a quotation, to answer them."""

from django.conf import settings
from django.urls import reverse

from forum.models import Post

LONGEST_QUOTE = 1500


def quoted(post: Post) -> str:
    """Markdown: who wrote it, with a link to the post, then its own words without what it quoted itself."""
    lines = [line for line in post.content.raw.strip().split("\n") if not line.lstrip().startswith(">")]
    words = "\n".join(lines).strip()
    if len(words) > LONGEST_QUOTE:
        words = words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    body = "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
    name = post.poster.full_name.translate(str.maketrans("", "", "[]()\\`*_<>"))
    return f"[{name} wrote]({settings.SITE_URL}{reverse('post', args=[post.pk])}):\n\n{body}\n\n"
