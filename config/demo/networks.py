"""What members show of themselves, who leads which service, groups, and two services of the past: for the demo."""

from datetime import date, timedelta

from accounts.models import Member
from forum.actions.open_network import open_network
from regions.actions.appoint_representative import appoint_representative
from regions.actions.close_network import close_network
from regions.actions.give_network_place import give_network_place
from regions.actions.save_profile import save_profile
from regions.models import Network, Service, ServiceChange
from regions.permissions import can_see_directory
from regions.selectors import current_membership
from regions.standing import standing_of

ABOUT = {
    "siobhan-garrity": (
        "Twelve years in youth justice, the last five leading a large county service with two magistrates’ benches.",
        ("remand beds", "county lines", "courts and pre-sentence reports"),
        "01632 960 114",
    ),
    "helen-postlethwaite": (
        "A small service in a large county: most of our days are on the road. Glad to compare notes on distance.",
        ("remote areas", "setting up a new service"),
        "01632 960 187",
    ),
    "imran-talukder": ("", ("harm outside the home", "exploitation panels", "data and dashboards"), ""),
    "bev-stobart": ("Ask me about Turnaround money.", ("Turnaround", "sessional staff"), "01632 960 151"),
    "yvonne-baptiste-carew": ("", ("disproportionality", "county lines"), ""),
    "nadia-belhaj": ("", ("serious youth violence", "harm outside the home"), ""),
    "colin-luscombe": ("Vice-chair. Happy to hear from anybody new.", ("inspection", "remote areas"), ""),
}
SHY = "tim-allpress"


def show_people(members: dict[str, Member]) -> None:
    """Profiles and leads. One member chose not to be found."""
    for key, (about, interests, phone) in ABOUT.items():
        _profile(members.get(key), about, interests, phone)
    if SHY in members:
        _profile(members[SHY], "", (), "", listed=False)
    for member in members.values():
        place = current_membership(member)
        if place is not None and place.tier == "full" and place.service.lead_id is None:
            Service.objects.filter(pk=place.service_id, lead=None).update(lead=member)
    Service.objects.filter(slug="isle-of-wight").update(head_post=Service.HeadPost.ACTING)
    Service.objects.filter(slug="gateshead").update(head_post=Service.HeadPost.VACANT)


def _profile(member: Member | None, about: str, interests: tuple[str, ...], phone: str, *, listed: bool = True) -> None:
    if member is None or not can_see_directory(standing_of(member)):
        return
    place = current_membership(member)
    save_profile(
        member, about=about, phone=phone, show_address=bool(about), show_phone=bool(phone), listed=listed,
        interests=interests, job_title=place.job_title if place else "",
    )  # fmt: skip


def settle_groups(members: dict[str, Member], today: date) -> None:
    """One of a group's members represents it; another group did its work and was closed."""
    group = Network.objects.get(slug="harm-outside-the-home")
    about = "For members who lead on exploitation and serious violence in their service."
    Network.objects.filter(pk=group.pk).update(about=about)
    rep = members["imran-talukder"]
    appoint_representative(None, rep, group, starts=today - timedelta(days=200), ends=today + timedelta(days=530))
    old = open_network(
        None, kind="group", name="Standards rewrite 2024", slug="standards-rewrite", code="STD", hue=290,
        about="Answered the consultation on the national standards together.",
    )  # fmt: skip
    for key in ("imran-talukder", "bev-stobart", "helen-postlethwaite"):
        give_network_place(None, members[key], old, starts=today - timedelta(days=600))
    close_network(None, old.pk, version=old.version)


def remember_old_services() -> None:
    """A service that became part of another, and one that was split: old links lead on, and the history says so."""
    combined = Service.objects.filter(slug="dorset-combined").first()
    if combined is not None:
        old = _closed("Bournemouth and Poole", "bournemouth-and-poole", combined, date(2016, 1, 1))
        old.merged_into = combined
        old.save(update_fields=["merged_into"])
        ServiceChange.objects.create(service=old, kind=ServiceChange.Kind.MERGED, on=date(2016, 1, 1), other=combined)
    for heir in Service.objects.filter(slug__in=("cumberland", "westmorland-and-furness")):
        old = _closed("Cumbria", "cumbria", heir, date(2023, 4, 1))
        ServiceChange.objects.create(service=old, kind=ServiceChange.Kind.SPLIT, on=date(2023, 4, 1), other=heir)
        ServiceChange.objects.create(service=heir, kind=ServiceChange.Kind.OPENED, on=date(2023, 4, 1), other=old)


def _closed(name: str, slug: str, heir: Service, on: date) -> Service:
    old, _ = Service.objects.get_or_create(slug=slug, defaults={"name": name, "region": heir.region, "closed": on})
    return old
