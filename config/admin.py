"""Django's admin: for looking things up, behind the secretariat's second factor. It changes nothing.

Whatever can be changed has an action and a page of its own. Nothing that members write is here, no code, no secret, no
mail: the secretariat reads its own boards, like everybody. Django's flags (staff, superuser) are not asked.
"""

from functools import wraps
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from accounts.assurance import has_second_factor
from accounts.models import AddressHelp, AddressRequest, Member
from accounts.views.door import sign_out
from forum.models import Board
from regions.models import (
    Absence,
    Application,
    Authority,
    Import,
    Induction,
    Interest,
    Invitation,
    Membership,
    Network,
    NetworkAlias,
    NetworkPlace,
    Office,
    Payment,
    Profile,
    Representation,
    Service,
    ServiceChange,
    Subscription,
    Volunteer,
)  # fmt: skip
from regions.permissions import can_manage_memberships
from regions.standing import member_standing

# The fields that the admin shows of each model: secrets, contents of files and what members write stay out.
SHOWN: dict[type[Model], str] = {
    Member: "email first_name last_name is_active joined erased",
    EmailAddress: "email user verified primary",
    AddressRequest: "member address state asked decided decided_by",
    AddressHelp: "name old_address new_address service state asked decided decided_by member",
    Network: "name slug kind code covered_by closed merged_into",
    NetworkAlias: "slug network",
    NetworkPlace: "member network starts ends",
    Service: "name slug region lead head_post closed merged_into",
    ServiceChange: "service kind on other note",
    Authority: "name gss_code service",
    Membership: "member service tier status job_title through_service paid_to lapses starts ends suspended_until",
    Subscription: "service member places starts ends",
    Payment: "subscription paid_by order_number amount_pence paid_on recorded recorded_by",
    Representation: "member network starts ends",
    Office: "member name starts ends",
    Absence: "member starts ends",
    Volunteer: "member network offered outcome",
    Application: "address first_name last_name service tier state asked proven decided decided_by",
    Invitation: "address first_name last_name service tier starts created expires accepted withdrawn",
    Induction: "member started buddy stopped mails_sent",
    Profile: "member listed show_address show_phone",
    Interest: "member words",
    Import: "file_name state rows rows_done fault uploaded uploaded_by applied",
    Board: "name slug network readers",
}
SEARCHED = {"name", "email", "address", "first_name", "last_name", "slug", "file_name", "old_address", "new_address"}
NOT_THEIRS = (Network.Kind.EXECUTIVE, Network.Kind.REPRESENTATIVES)
THROUGH = {"member": "member__email", "user": "user__email", "service": "service__name"}


class LookingUp(admin.AdminSite):
    site_header = site_title = "Looking things up"
    index_title = "Nothing is changed here: each thing has a page of its own for that"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        member = request.user
        if not isinstance(member, Member) or not has_second_factor(request.session):
            return False
        return can_manage_memberships(member_standing(member))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """For everybody else there is no such page. The secretariat is asked for its factor before it comes here."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return page

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """By the one door that there is."""
        return sign_out(request)

    def get_urls(self) -> list[Any]:
        """Without Django's own doors: no login, no passwords."""
        doors = {"login", "password_change", "password_change_done"}
        return [one for one in super().get_urls() if getattr(one, "name", None) not in doors]


class ReadOnly(admin.ModelAdmin):
    """Lists and shows; adds, changes and deletes nothing, whoever asks."""

    actions = None
    list_per_page = 100
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the executive's and the representatives' networks and boards: for the secretariat there are none."""
        rows = super().get_queryset(request)
        kind = {Network: "kind", Board: "network__kind"}.get(self.model)
        return rows.exclude(**{f"{kind}__in": NOT_THEIRS}) if kind else rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _page_of(model: type[Model], names: list[str]) -> type[ReadOnly]:
    """The admin's page of one model: these fields and no others."""
    relations = [field.name for field in model._meta.get_fields() if field.concrete and field.is_relation]
    return type(
        f"{model.__name__}Page", (ReadOnly,),
        {
            "fields": names,
            "list_display": names[:7],
            "list_display_links": names[:1],
            "list_select_related": [name for name in names if name in relations] or False,
            "search_fields": [
                THROUGH[name] if name in relations else name
                for name in names
                if name in (SEARCHED if name not in relations else THROUGH)
            ],
            "ordering": ["pk"],
        },
    )  # fmt: skip


site = LookingUp(name="admin")
for model, words in SHOWN.items():
    site.register(model, _page_of(model, words.split()))
