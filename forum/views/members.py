"""A member's page, and what a member wrote: here, since both show posts of the boards."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from forum.access import visible_topics
from forum.selectors import newest_topics, own_posts
from regions.directory import get_listed_member
from regions.doors import MemberRequest, allowed_page, member_page
from regions.models import Profile
from regions.permissions import Reason, can_see_directory

TOPICS_SHOWN, POSTS_A_PAGE = 5, 20


@allowed_page("see_directory", can_see_directory, Reason.NOT_A_MEMBER)
def member(request: MemberRequest, pk: int) -> HttpResponse:
    """What the member chose to show, and their newest topics among those that the reader may read."""
    found = get_listed_member(request.user, pk)
    profile: Profile | None = getattr(found, "profile", None)
    topics = newest_topics(visible_topics(request.user).filter(poster=found), request.user)[:TOPICS_SHOWN]
    context = {
        "member": found,
        "profile": profile,
        "address": found.email if profile and profile.show_address else "",
        "phone": profile.phone if profile and profile.show_phone else "",
        "is_self": found.pk == request.user.pk,
        "topics": list(topics),
    }
    return render(request, "directory/member.html", context)


@member_page
def my_posts(request: MemberRequest) -> HttpResponse:
    """Everything that I posted, also where I can no longer read the rest."""
    page = Paginator(own_posts(request.user), POSTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/my_posts.html", {"page": page})
