"""Scenario 71: an appeal goes to the executive and not to who suspended, with a clock of ten working days."""

from datetime import date

import pytest
from django.http import Http404

from accounts.refs import ref
from audit.models import Entry
from notifications.models import Notification
from regions.actions.appeal_suspension import appeal_suspension
from regions.actions.decide_appeal import decide_appeal
from regions.actions.suspend_member import suspend_member
from regions.appeals import appeals_for
from regions.models import Appeal
from regions.permissions import Reason, Refused
from regions.problems import Problem
from tests.factories import fresh, make_network, make_officer, make_representative
from tests.outbound import drain_outbox, mails_to, plain_text

WHEN = date(2026, 12, 18)  # ten working days later, over Christmas and New Year, is 6 January


@pytest.fixture
def place(follower, rep):
    place = follower.memberships.get()
    suspend_member(rep, place.pk, reason="Unkind to a colleague.", until=None)
    return place


@pytest.fixture
def appeal(place, follower):
    return appeal_suspension(fresh(follower), place.pk, words="It was a joke.", today=WHEN)


def letter(member, subject: str) -> str:
    (found,) = [mail for mail in mails_to(member.email) if subject in str(mail["Subject"])]
    return plain_text(found)


def test_scenario_71_the_executive_gets_it_without_who_suspended(appeal, rep, follower):
    chair, other = make_officer("chair"), make_representative(make_network("East Midlands"), "Carol")
    drain_outbox()

    assert appeal.due == date(2027, 1, 6)
    assert [list(appeals_for(fresh(who))) for who in (chair, other, rep)] == [[appeal], [appeal], []]
    for who in (chair, other):
        assert "6 January 2027" in letter(who, "An appeal against a suspension waits")
    assert not [mail for mail in mails_to(rep.email) if "appeal" in str(mail["Subject"]).lower()]
    assert "6 January 2027" in letter(follower, "Your appeal is with the executive")
    with pytest.raises(Refused) as refused:
        decide_appeal(fresh(rep), appeal.pk, outcome="upheld", reason="Mine.")
    assert refused.value.reason == Reason.OWN_MATTER


@pytest.mark.parametrize(("outcome", "status"), [("lifted", "current"), ("upheld", "suspended")])
def test_the_outcome_goes_to_both(appeal, place, rep, follower, outcome, status):
    decide_appeal(make_officer("chair"), appeal.pk, outcome=outcome, reason="We read it all.")
    drain_outbox()

    place.refresh_from_db()
    assert place.status == status
    for who, subject in ((follower, "Your appeal was decided"), (rep, "An appeal against your decision")):
        assert "We read it all." in letter(who, subject)
    assert Entry.objects.get(verb="decide_appeal").details == {"outcome": outcome}
    told = Notification.objects.filter(member=follower, kind="membership").count()
    assert told == (2 if outcome == "lifted" else 1), "that it was suspended, and that it is not any more"


def test_the_second_who_decides_is_told_by_whom(appeal):
    chair, other = make_officer("chair"), make_officer("treasurer")
    decide_appeal(chair, appeal.pk, outcome="upheld", reason="No.")

    with pytest.raises(Refused) as refused:
        decide_appeal(other, appeal.pk, outcome="lifted", reason="Yes.")
    assert chair.full_name in refused.value.sentence
    assert Appeal.objects.get().outcome == "upheld"


def test_one_open_appeal_for_each_suspension_and_only_by_who_is_suspended(appeal, place, follower, author):
    assert appeal_suspension(fresh(follower), place.pk, words="Again.", today=WHEN) == appeal
    for mine in (place, author.memberships.get()):
        with pytest.raises(Refused):
            appeal_suspension(author, mine.pk, words="For them, or for me who am not suspended.")


def test_an_appeal_has_words_and_a_decision_a_reason(place, follower):
    for words in (" ", "x" * 4001):
        with pytest.raises(Problem):
            appeal_suspension(fresh(follower), place.pk, words=words)
    appeal = appeal_suspension(fresh(follower), place.pk, words="Please.")
    for outcome, reason in (("lifted", " "), ("maybe", "x")):
        with pytest.raises(Problem):
            decide_appeal(make_officer("chair"), appeal.pk, outcome=outcome, reason=reason)


def test_members_see_no_appeal(appeal, author, rep, seen_by):
    with pytest.raises(Http404):
        decide_appeal(author, appeal.pk, outcome="lifted", reason="Mine.")
    assert seen_by(author).get("/appeals/").status_code == 403
    assert seen_by(author).get(f"/appeals/{ref('appeal', appeal.pk)}/").status_code == 404
    assert seen_by(rep, sure=True).get(f"/appeals/{ref('appeal', appeal.pk)}/").status_code == 403


def test_who_is_suspended_appeals_from_the_page_that_refuses_them(place, follower, seen_by):
    browser = seen_by(follower)
    assert f"/membership/{ref('place', place.pk)}/appeal/" in browser.get("/").content.decode()
    assert browser.post(f"/membership/{ref('place', place.pk)}/appeal/", {"words": ""}).status_code == 422
    done = browser.post(f"/membership/{ref('place', place.pk)}/appeal/", {"words": "It was a joke."}, follow=True)
    assert "Your appeal is with the executive" in done.content.decode()


def test_deciding_asks_for_a_second_factor(appeal, place, seen_by):
    chair = make_officer("chair")
    facts = {"outcome": "lifted", "reason": "Fair."}
    assert "/second-factor/" in seen_by(chair).post(f"/appeals/{ref('appeal', appeal.pk)}/", facts)["Location"]
    assert seen_by(chair, sure=True).post(f"/appeals/{ref('appeal', appeal.pk)}/", facts)["Location"] == "/appeals/"
    place.refresh_from_db()
    assert place.status == "current"
