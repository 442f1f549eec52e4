"""What a page costs at the least: one query of twenty posts with their authors, a plain template, nothing asked."""

from django.http import HttpRequest, HttpResponse
from django.template import engines

from forum.models import Post

POSTS = 20
PAGE = engines["django"].from_string(
    "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>"
    "{% for post in posts %}<article><p>{{ post.poster.full_name }}, {{ post.published|uk_when }}</p>"
    "{{ post|shown }}</article>{% endfor %}"
)


def floor(request: HttpRequest, topic: int) -> HttpResponse:
    posts = Post.objects.filter(topic_id=topic, number__lte=POSTS).select_related("poster").order_by("number")
    rows = list(posts)
    return HttpResponse(PAGE.render({"title": rows[0].subject, "posts": rows}))
