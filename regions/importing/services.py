"""Finding a service by what people call it: its own name, or the authority that it covers."""

import re
from difflib import get_close_matches

from regions.importing.cells import BadCell
from regions.models import Authority, Service

MOST_GUESSES = 200  # a file of nothing but unknown names must not take minutes
COMMON = re.compile(
    r"\b(youth justice service|youth justice team|youth justice|youth offending (service|team)|yjs|yot|yos|service|"
    r"council|borough|city|county|metropolitan|district|london borough|royal|of|the|and)\b"
)


def plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ")).strip()


def bare(name: str) -> str:
    """The place alone: «Lancashire Youth Justice Service» is «lancashire»."""
    return " ".join(COMMON.sub(" ", plain(name)).split())


class ServiceFinder:
    """All services, read once for a file. Three queries."""

    def __init__(self) -> None:
        services = list(Service.objects.select_related("merged_into", "region"))
        by_pk = {service.pk: service for service in services}
        self.exact = {plain(service.name): service for service in services}
        self.exact |= {plain(service.slug): service for service in services}
        loose: dict[str, set[int]] = {}
        for service in services:
            loose.setdefault(bare(service.name), set()).add(service.pk)
        for name, pk in Authority.objects.values_list("name", "service_id"):
            loose.setdefault(bare(name), set()).add(pk)
        self.loose = {name: by_pk[next(iter(pks))] for name, pks in loose.items() if name and len(pks) == 1}
        self.names = {plain(service.name): service.name for service in services if service.closed is None}
        self.told: dict[str, str] = {}

    def find(self, text: str) -> Service:
        """Raises BadCell: for an unknown name with the nearest one, for a closed service with what became of it."""
        found = self.exact.get(plain(text)) or self.loose.get(bare(text))
        if found is None:
            raise BadCell(self._unknown(text[:160]))
        if found.closed is not None:
            became = f": it is part of {found.merged_into.name} now" if found.merged_into else ""
            raise BadCell(f"{found.name} is closed{became}.")
        return found

    def _unknown(self, text: str) -> str:
        if text not in self.told:
            guess = self._nearest(text) if len(self.told) < MOST_GUESSES else ""
            hint = f" Is it “{guess}”?" if guess else ""
            self.told[text] = f"There is no service “{text[:80]}”.{hint}"
        return self.told[text]

    def _nearest(self, text: str) -> str:
        near = get_close_matches(plain(text), self.names, n=1, cutoff=0.6)
        if near:
            return self.names[near[0]]
        near = get_close_matches(bare(text), self.loose, n=1, cutoff=0.7)
        return self.loose[near[0]].name if near else ""
