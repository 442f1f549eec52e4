"""Is it well? For the proxy and for whoever keeps the site: numbers of waiting work, no names."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from inbound.models import InboundMail
from notifications.models import Delivery
from outbox.models import Event

STALE = timedelta(minutes=10)


def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers. `late`: work ten minutes old and not done, whether it waits or keeps failing."""
    late = timezone.now() - STALE
    try:
        connection.ensure_connection()
        unsent = Delivery.objects.filter(state=Delivery.State.WAITING)
        waiting = {
            "events": Event.objects.filter(handled=None, created__lt=late).count(),
            "deliveries": unsent.filter(Q(next_try__lt=late) | Q(attempts__gt=0, created__lt=late)).count(),
            "mails": InboundMail.objects.filter(state=InboundMail.State.RECEIVED, received__lt=late).count(),
        }
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"database": "here", "late": waiting})
