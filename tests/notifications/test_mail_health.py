"""Mail health: what our records say, what waits, what came in and what came back."""

from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from dns.exception import Timeout
from dns.resolver import NXDOMAIN, NoResolverConfiguration

from accounts.models import Trouble
from config.mail_health.figures import bounces_by_domain, last_sent, ledger_days, queues
from config.mail_health.look_up import Answers, answers, look_up_mail_records
from config.mail_health.records import Verdict, dkim_findings, dmarc_finding, mx_finding, spf_finding, tags
from config.mail_health.report import report
from inbound.models import InboundMail
from notifications.bounces import came_back
from notifications.letters import write_letter
from notifications.models import Delivery
from outbox.models import Event
from tests.factories import make_officer
from tests.outbound import drain_outbox

GOOD, WEAK, BAD = Verdict.GOOD, Verdict.WEAK, Verdict.BAD
NOW = timezone.now
KEY = SimpleNamespace(selector="2026a", public="QUJD", name_at=lambda domain: f"2026a._domainkey.{domain}")


@pytest.mark.parametrize(
    ("texts", "verdict", "said"),
    [
        (["v=spf1 include:relay.example -all"], GOOD, "no others do"),
        (["google-site-verification=x", "V=SPF1 ip4:192.0.2.1 ~ALL"], GOOD, "no others do"),
        (["v=spf1 redirect=_spf.example"], GOOD, "leads to"),
        (["v=spf1 ip4:192.0.2.1"], WEAK, "-all"),
        (["v=spf1 ip4:192.0.2.1 ?all"], WEAK, "-all"),
        (["v=spf1 +all"], BAD, "everybody"),
        (["v=spf1 all"], BAD, "everybody"),
        (["v=spf1 -all", "v=spf1 ~all"], BAD, "two"),
        (["v=spf10 -all"], BAD, "no SPF record"),
        ([], BAD, "no SPF record"),
        (["v=spf1 " + " ".join(f"include:s{n}.example" for n in range(11)) + " -all"], BAD, "look-ups"),
        (["v=spf1 " + " ".join(f"include:s{n}.example" for n in range(10)) + " -all"], GOOD, "no others do"),
    ],
)  # fmt: skip
def test_spf(texts, verdict, said):
    found = spf_finding(texts)
    assert found.verdict == verdict
    assert said in found.sentence


@pytest.mark.parametrize(
    ("texts", "verdict", "said"),
    [
        (["v=DKIM1; k=rsa; p=QUJD"], GOOD, "published"),
        (["v=DKIM1; p=QU JD;"], GOOD, "published"),
        (["v=DKIM1; p=WFla"], BAD, "Another key"),
        (["v=DKIM1; p="], BAD, "taken back"),
        (["v=DKIM1; t=y:s; p=QUJD"], WEAK, "trial"),
        (["v=DKIM1; p=QUJD", "v=DKIM1; p=WFla"], BAD, "two"),
        ([], BAD, "not published"),
    ],
)
def test_dkim(texts, verdict, said):
    (found,) = dkim_findings([KEY], {"2026a": texts})
    assert found.verdict == verdict
    assert said in found.sentence


def test_whether_the_relay_signs_is_not_known_here():
    (found,) = dkim_findings([], {})
    assert found.verdict == Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("texts", "how", "verdict", "said"),
    [
        (["v=DMARC1; p=reject; rua=mailto:a@b.example"], {}, GOOD, "put aside or refused"),
        (["v=DMARC1;p=quarantine;rua=mailto:a@b.example"], {}, GOOD, "put aside or refused"),
        (["v=DMARC1; p=quarantine"], {}, WEAK, "rua"),
        (["v=DMARC1; p=none; rua=mailto:a@b.example"], {}, WEAK, "only watches"),
        (["v=DMARC1; p=reject; sp=none; rua=mailto:a@b.example"], {}, GOOD, "put aside"),
        (["v=DMARC1; p=reject; sp=none; rua=mailto:a@b.example"], {"from_parent": True}, WEAK, "only watches"),
        (["v=DMARC1; p=reject; pct=20; rua=mailto:a@b.example"], {}, WEAK, "20 of a hundred"),
        (["v=DMARC1; p=reject; adkim=s; rua=mailto:a@b.example"], {"signed_by": "b.example"}, BAD, "adkim=s"),
        (["v=DMARC1"], {}, BAD, "no policy"),
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], {}, BAD, "two"),
        ([], {}, BAD, "no DMARC record"),
    ],
)  # fmt: skip
def test_dmarc(texts, how, verdict, said):
    found = dmarc_finding(
        texts, **({"from_parent": False, "mail_domain": "x.b.example", "signed_by": "x.b.example"} | how)
    )
    assert found.verdict == verdict
    assert said in found.sentence


def test_mx_and_tags():
    assert mx_finding([]).verdict == BAD
    assert mx_finding(["mx.example"]).verdict == GOOD
    assert tags("v=DKIM1; p=a=; P=b;;x") == {"v": "DKIM1", "p": "a="}


class Dns:
    """A resolver with a zone of texts."""

    def __init__(self, zone, error=None):
        self.zone, self.error, self.asked = zone, error, []

    def resolve(self, name, kind, lifetime):
        self.asked.append(name)
        if self.error:
            raise self.error
        if name not in self.zone:
            raise NXDOMAIN
        return [SimpleNamespace(strings=[text[:5].encode(), text[5:].encode()], exchange="mx.real.org.", preference=1)
                for text in self.zone[name]]  # fmt: skip


ZONE = {"boards.real.org": ["v=spf1 mx -all"], "_dmarc.real.org": ["v=DMARC1; p=reject; rua=mailto:a@b.example"]}


@pytest.fixture
def real_domain(settings, db):
    settings.MAIL_DOMAIN = "boards.real.org"


def test_the_dns_is_asked_once_an_hour_and_a_parents_dmarc_counts(real_domain):
    now, dns = NOW(), Dns(ZONE)

    assert look_up_mail_records(now=now, resolver=dns)
    assert not look_up_mail_records(now=now + timedelta(minutes=59), resolver=dns)
    assert look_up_mail_records(now=now + timedelta(minutes=61), resolver=dns)
    found = {one.about: one.verdict for one in report().findings}
    assert found == {"MX": GOOD, "SPF": GOOD, "DKIM": Verdict.UNKNOWN, "DMARC": GOOD}
    assert answers().dmarc_of == "real.org"


@pytest.mark.parametrize(
    ("error", "said"), [(NoResolverConfiguration(), "knows no DNS server"), (Timeout(), "no usable answer")]
)
def test_without_an_answer_the_page_says_so_and_keeps_what_it_knew(real_domain, seen_by, error, said):
    now = NOW()
    look_up_mail_records(now=now - timedelta(hours=2), resolver=Dns(ZONE))
    look_up_mail_records(now=now, resolver=Dns({}, error))

    page = seen_by(make_officer("secretariat"), sure=True).get("/secretariat/mail-health/").content.decode()
    assert said in page
    assert "v=spf1 mx -all" in page


def test_a_name_for_examples_is_never_asked_for(db):
    dns = Dns({})

    assert not look_up_mail_records(resolver=dns)
    assert dns.asked == []


def test_a_cache_that_is_away_is_an_empty_one(db, monkeypatch):
    def away(key):
        raise ConnectionError

    monkeypatch.setattr(cache, "get", away)
    assert answers() == Answers()


def test_queues_tell_how_much_is_due_since_when_and_what_keeps_failing(db, follower):
    now = NOW()
    Event.objects.all().delete()
    Delivery.objects.all().delete()
    for minutes, attempts in ((5, 0), (20, 5)):
        write_letter("receipt", key=f"r{minutes}", member=follower, context={})
        Delivery.objects.filter(letter__key=f"r{minutes}").update(
            next_try=now - timedelta(minutes=minutes), attempts=attempts
        )
    write_letter("receipt", key="later", member=follower, context={})
    Delivery.objects.filter(letter__key="later").update(next_try=now + timedelta(hours=1))

    events, mails, inbound = queues(now)
    assert (mails.due, mails.oldest, mails.failing, mails.late) == (2, now - timedelta(minutes=20), 1, True)
    assert (events.due, events.oldest, events.late, inbound.due) == (0, None, False, 0)
    assert report(now=now).wrong == ["Mails to send: 2 due, the oldest for more than ten minutes."]


def test_each_day_adds_up(db):
    for state in ("posted", "held", "received"):
        InboundMail.objects.create(
            raw=b"x", sha256="0" * 64, envelope_from="a@b.example", envelope_to="c@ymn.example", state=state
        )

    (today,) = ledger_days(NOW())
    assert (today.received, today.settled, today.waiting, today.balances) == (3, 2, 1, True)


def test_what_came_back_is_told_by_domain_without_a_name(db, follower, author, seen_by):
    for member in (follower, author):
        write_letter("receipt", key=f"r{member.pk}", member=member, context={})
    drain_outbox()
    came_back(Delivery.objects.get(member=follower), kind=Trouble.HARD, status="5.1.1")
    came_back(Delivery.objects.get(member=author), kind=Trouble.FULL, status="5.2.2")

    assert [(one.name, one.members, one.mails, one.for_good) for one in bounces_by_domain(NOW())] == [
        ("lakeside.example", 1, 1, 0), ("millbrook.example", 1, 1, 1),
    ]  # fmt: skip
    page = seen_by(make_officer("secretariat"), sure=True).get("/secretariat/mail-health/").content.decode()
    assert "millbrook.example" in page.replace("<wbr>", "")
    assert follower.email not in page.replace("<wbr>", "")
    assert last_sent() is not None
    assert last_sent(digest=True) is None


def test_it_is_for_the_secretariat(follower, rep, seen_by):
    for member in (follower, rep, make_officer("chair")):
        assert seen_by(member, sure=True).get("/secretariat/mail-health/").status_code == 403


def test_the_page_costs_the_same_with_more_in_it(db, follower, author, seen_by, django_assert_num_queries):
    browser = seen_by(make_officer("secretariat"), sure=True)
    browser.get("/secretariat/mail-health/")
    with django_assert_num_queries(12):
        browser.get("/secretariat/mail-health/")
    for member in (follower, author):
        write_letter("receipt", key=f"r{member.pk}", member=member, context={})
    drain_outbox()
    for row in Delivery.objects.all():
        came_back(row, kind=Trouble.HARD, status="5.1.1")
    with django_assert_num_queries(12):
        browser.get("/secretariat/mail-health/")


def test_command_says_it_too_and_ends_with_one_if_something_is_wrong(real_domain, monkeypatch):
    said = StringIO()
    call_command("mail_health", stdout=said) if look_up_mail_records(resolver=Dns(ZONE)) else None
    assert "GOOD     SPF: It says which servers send for us" in said.getvalue()

    cache.clear()
    look_up_mail_records(resolver=Dns({}))
    with pytest.raises(SystemExit):
        call_command("mail_health", stdout=said)
    assert "BAD      DMARC" in said.getvalue()
