"""People outside: one with a browser, one with a mail program. Both try again when the line breaks, as people do."""

import http.client
import random
import re
import smtplib
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import Any
from urllib.parse import urlencode

from accounts.refs import ref
from tests.faults.harness import EDGE, Site, sayings_in, until
from tests.faults.sink import Sink

ANSWERS = r"<span>(\d+) answers?(?: by \d+ people)?</span>"
CSRF = "f" * 32
TIMEOUT_SECONDS = 30


class Unanswered(Exception):
    """No whole answer came: whether the site has it, nobody can tell."""


class Browser:
    """Signed in as this person."""

    def __init__(self, site: Site, person: Any) -> None:
        self.site = site
        self.secure = site.environment["SITE_URL"].startswith("https")
        prefix = "__Host-" if self.secure else ""
        self.headers = {
            "Cookie": f"{prefix}session={person.session}; {prefix}csrf={CSRF}",
            "Origin": site.environment["SITE_URL"],
            "X-Forwarded-Proto": "https" if self.secure else "http",
            "Host": "127.0.0.1" if self.secure else f"127.0.0.1:{site.web_port}",
        }

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self.site.web_port, timeout=TIMEOUT_SECONDS)
        try:
            line.request(method, path, body, self.headers | (headers or {}))
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered from error
        finally:
            line.close()

    def page(self, path: str) -> str:
        status, text = self._ask("GET", path)
        assert status == 200, (path, status, text[:500])
        return str(text)

    def post(self, topic: int, saying: str, key: str) -> int:
        """Send the answer form once; returns the status. Raises Unanswered."""
        form = {"csrfmiddlewaretoken": CSRF, "text": words_with(saying), "key": key}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _ = self._ask("POST", f"/topics/{ref('topic', topic)}/", urlencode(form), kind)
        return int(status)

    def posts(self, topic: int, saying: str) -> bool:
        """Send the answer form, with the key that the same words always have, and be redirected. Raises Unanswered."""
        status = self.post(topic, saying, f"web:{saying}")
        assert status == 302, status
        return True

    def posts_in(self, topic: int) -> list[str]:
        """The sayings of all posts, in order, as read on the topic's pages, which must agree with their own counts."""
        found: list[str] = []
        page, numbers, pages = 1, [], 1
        while page <= pages:
            text = self.page(f"/topics/{ref('topic', topic)}/?page={page}")
            pages = max([pages, *(int(number) for number in re.findall(r'href="\?page=(\d+)"', text))])
            numbers += [int(number) for number in re.findall(r'<article [^>]*data-number="(\d+)"', text)]
            found += sayings_in(" ".join(re.findall(r'<div class="text">(.*?)</div>', text, re.S)))
            page += 1
        answers = re.search(ANSWERS, text)
        assert numbers == list(range(1, len(numbers) + 1)), "numbers of the posts have a gap or a double"
        assert (int(answers.group(1)) if answers else 0) == len(numbers) - 1, "the topic's count is not what is in it"
        return found

    def answers_counted(self, topic: int) -> int:
        found = re.search(ANSWERS, self.page(f"/topics/{ref('topic', topic)}/"))
        return int(found.group(1)) if found else 0

    def notifications(self) -> int:
        """How many answers the bell's page tells of (fifty at the most); those of one topic stand together."""
        told = re.findall(r'data-told="answer" data-count="(\d+)"', self.page("/notifications/"))
        return sum(int(number) for number in told)

    def mails_waiting(self) -> int:
        """What the secretariat's ledger says of mails that were kept and not yet read."""
        return sum(int(number) for number in re.findall(r'<td class="num">(\d+)</td></tr>', self.page("/mail-ledger/")))


def words_with(saying: str) -> str:
    return f"We keep ours in the duty folder, and call it {saying}."


def mail_of(person: Any, saying: str) -> bytes:
    """An answer to the topic by mail, as the mail edge hands it over."""
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{EDGE}; dmarc=pass header.from={person.address.partition('@')[2]}"
    mail["From"], mail["To"], mail["Subject"] = person.address, person.answer_to, "Re: A topic"
    mail["Message-ID"] = f"<{saying}@council.example>"
    mail.set_content(words_with(saying))
    return mail.as_bytes()


def hand_in(site: Site, person: Any, saying: str) -> int:
    """Offer the mail once; returns the code of the listener's last word. Raises Unanswered."""
    try:
        with smtplib.SMTP("127.0.0.1", site.mail_port, timeout=TIMEOUT_SECONDS) as line:
            line.sendmail(person.address, [person.answer_to], mail_of(person, saying))
    except smtplib.SMTPResponseException as refused:
        if refused.smtp_code in (-1, 421):
            raise Unanswered from refused
        return refused.smtp_code
    except (OSError, smtplib.SMTPException) as error:
        raise Unanswered from error
    return 250


Attempt = tuple[str, Callable[[], bool]]  # whose it is, and what they do: true when it was answered


class Crowd:
    """People who each do their things one after the other, again and again until each is answered."""

    def __init__(self, attempts: list[Attempt]) -> None:
        self.answered = self.unanswered = 0
        self.failures: list[BaseException] = []
        self.gone_home = threading.Event()
        lists = [[attempt for who, attempt in attempts if who == one] for one in {who for who, _ in attempts}]
        self.threads = [threading.Thread(target=self._work, args=(mine,), daemon=True) for mine in lists]

    def _work(self, attempts: list[Callable[[], bool]]) -> None:
        try:
            for attempt in attempts:
                while not self.gone_home.is_set() and not self._answered(attempt):
                    self.gone_home.wait(0.05)
                self.answered += 1
        except BaseException as failure:
            self.failures.append(failure)

    def _answered(self, attempt: Callable[[], bool]) -> bool:
        try:
            return attempt()
        except Unanswered:
            self.unanswered += 1
            return False

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.gone_home.set()
        for thread in self.threads:
            thread.join(TIMEOUT_SECONDS)

    def done(self) -> bool:
        assert not self.failures, self.failures
        return not any(thread.is_alive() for thread in self.threads)

    def has_answers(self, number: int) -> bool:
        return self.answered >= number or self.done()


def talk_through_a_kill(site: Site, names: tuple[str, ...], attempts: list[Attempt], chance: random.Random) -> int:
    """After some of it was answered, at a random instant, these processes are killed and started again.

    Returns how often a person got no answer and tried again.
    """
    with Crowd(attempts) as crowd:
        until(partial(crowd.has_answers, chance.randint(1, len(attempts) // 2)), what="the first are answered")
        time.sleep(chance.uniform(0, 0.03))  # the random instant itself: nothing waits for it
        site.kill(*names)
        site.start(*names)
        until(crowd.done, what="everything is answered")
    return crowd.unanswered


def mails_of(site: Site, words: list[str]) -> list[Attempt]:
    """The words' authors answer the small region's topic by mail."""
    return [
        (author_of(site, word).address, partial(_mails, site, author_of(site, word), word))
        for word in _with_doubles(words)
    ]


def forms_of(site: Site, words: list[str]) -> list[Attempt]:
    """The same by the form of the page."""
    topic = site.people.small_topic
    return [
        (author_of(site, word).session, partial(Browser(site, author_of(site, word)).posts, topic, word))
        for word in _with_doubles(words)
    ]


def author_of(site: Site, word: str) -> Any:
    return site.people.few["abcdefghij".index(word[-1]) % 4]


def _with_doubles(words: list[str]) -> list[str]:
    """Some were answered, and the answer lost on its way: so they come again."""
    return [word for word in words for _ in range(2 if word[-1] in "cf" else 1)]


def _mails(site: Site, person: Any, word: str) -> bool:
    return hand_in(site, person, word) == 250


def everybody_told(site: Site, words: list[str]) -> set[tuple[str, str]]:
    """What the four must have had of these words by mail: each of them all, but not their own."""
    readers = [one.address for one in site.people.few]
    return {(reader, word) for word in words for reader in readers if reader != author_of(site, word).address}


def settled(site: Site, sink: Sink, words: list[str]) -> bool:
    """Every mail received is read, and everybody is told."""
    return sink.told() >= everybody_told(site, words) and not Browser(site, site.people.secretary).mails_waiting()
