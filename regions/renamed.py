"""Networks by the addresses that they have and once had: old links lead on."""

from django.db.models import Q

from regions.models import Network

LONGEST_CHAIN = 20


def network_at(slug: str) -> Network | None:
    """The network with this address, today's or an earlier one; of a merged one, what it became part of.

    Whether the asker may know of it is for the caller to ask, before anything leads there.
    """
    found = Network.objects.filter(Q(slug=slug) | Q(aliases__slug=slug)).distinct().first()
    for _ in range(LONGEST_CHAIN):
        if found is None or found.merged_into_id is None:
            break
        found = Network.objects.filter(pk=found.merged_into_id).first()
    return found
