"""Loading the reference data of `regions/reference/`: facts of the field, kept as files."""

import json
from typing import Any

from django.conf import settings
from django.db import transaction

from forum.models import Board
from regions.finding import service_at
from regions.models import Authority, Network, NetworkAlias, Service
from regions.renamed import network_at

FOLDER = settings.BASE_DIR / "regions" / "reference"


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / name).read_text(encoding="utf-8")))


@transaction.atomic
def load_networks() -> int:
    """Networks and their boards; returns the number of boards. Only what was never there is made: a network that was
    renamed, merged or closed, and a board with other readers, keeps what has become of it.
    """
    for position, row in enumerate(_read("networks.json")["networks"]):
        if NetworkAlias.objects.filter(slug=row["slug"]).exists():
            continue
        facts = {name: row[name] for name in ("name", "code", "hue", "kind")}
        network, _ = Network.objects.get_or_create(slug=row["slug"], defaults=facts | {"position": position})
        for board in row["boards"]:
            _load_board(network, board)
    return Board.objects.count()


def _load_board(network: Network, row: dict[str, str]) -> None:
    if not Board.objects.filter(slug=row["slug"]).exists():
        facts = {name: row[name] for name in ("name", "slug", "readers", "description")}
        Board(network=network, type=Board.FORUM_POST, **facts).save()


@transaction.atomic
def load_services() -> int:
    """Authorities and services; returns the number of services. One that is there keeps what has become of it."""
    data = _read("services.json")
    names = {row["gss_code"]: row["name"] for row in data["authorities"]}
    for row in data["services"]:
        region = network_at(row["region"])
        if region is None:
            raise LookupError(f"{row['slug']}: there is no region {row['region']}")
        service = service_at(row["slug"])
        if service is None:
            service = Service.objects.create(slug=row["slug"], name=row["name"], region=region)
        for code in row["authorities"]:
            Authority.objects.get_or_create(gss_code=code, defaults={"name": names[code], "service": service})
    return len(data["services"])
