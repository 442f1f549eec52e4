"""Letters as mail programs show them: what axe finds on pages is looked for on them too, wide and narrow, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import demo_people, run_inside
from tests.browser.test_every_page import faults_of
from tests.browser.visitors import Visitors, start_topic

pytestmark = pytest.mark.browser
RICH = """Three things that we tried:

1. ring the school **the same day**
2. see [the protocol](https://www.example.org/a-long-address/on-a-narrow-screen.html)

> Who notices?

`nobody` did.

| who | when |
|---|---|
| panel | Monday |"""
MORE = (
    "from accounts.models import Member\n"
    "from django.utils import timezone\n"
    "from datetime import timedelta\n"
    "from notifications.letters import write_letter\n"
    "member, now = Member.objects.get(email=sys.argv[1]), timezone.now()\n"
    "until = (now + timedelta(minutes=1)).isoformat()\n"
    "since = (now - timedelta(days=7)).isoformat()\n"
    "write_letter('digest', key='axe-digest', member=member, context={'rhythm': 'weekly', 'since': since, 'until': until})\n"
    "held = {'post_id': 1, 'board': 'North West board', 'rules': ['nhs_number', 'birth_date']}\n"
    "write_letter('held_post', key='axe-held', member=member, context=held)\n"
)
WHAT_IT_FETCHES = (
    "() => document.querySelectorAll('img, link, script, iframe, object, video, [background], [srcset]').length"
)
DARK = "() => getComputedStyle(document.body).backgroundColor"


def test_letters_hold_wide_and_narrow_light_and_dark_and_fetch_nothing(visitors: Visitors):
    start_topic(visitors.browser("rob-tyldesley"), "north-west", "How do letters read?", RICH)
    run_inside(visitors.site.environment, MORE, demo_people()["helen-postlethwaite"].email)

    for subject in ("How do letters read?", "The week on the network", "Your post is held"):
        page = opened(visitors, subject)
        wrong = faults_of(page)
        assert wrong == [], f"{subject}\n" + "\n".join(wrong)
        assert page.evaluate(WHAT_IT_FETCHES) == 0
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(DARK) == "rgb(16, 23, 29)"


def opened(visitors: Visitors, subject: str) -> Page:
    """The HTML part alone, in a page that lets axe run: the site's own page of it runs no script."""
    letter = visitors.letter("helen-postlethwaite", subject)
    path = letter.get_by_role("link", name="Its HTML part").get_attribute("href")
    content = letter.page.request.get(visitors.site.url + str(path)).text()
    page = visitors.browser()
    page.set_content(content)
    expect(page.get_by_role("article")).to_have_count(1)
    return page
