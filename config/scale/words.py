"""Words of the field, put together: paragraphs that read like a manager's, each rendered once and used often."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from forum.markup import render

WORDS: dict[str, list[str]] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
PARAGRAPHS_OF_A_KIND = 600
SHORTEST, LONGEST, USUAL = 40, 2_000, 210
_SLOT = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Text:
    """What was typed, and what is shown of it."""

    raw: str
    html: str

    def __add__(self, other: "Text") -> "Text":
        """Blocks of Markdown are rendered each by itself, so that the whole is the sum of its paragraphs."""
        return Text(f"{self.raw}\n\n{other.raw}", self.html + other.html)


class Writer:
    """Writes titles and posts; the same seed and the same calls give the same words."""

    def __init__(self, seed: int, places: list[str]) -> None:
        self.rng = random.Random(f"words {seed}")  # noqa: S311
        self.words = WORDS | {"place": places, "other_thing": WORDS["thing"], "other": WORDS["subject"]}
        self.openings = self._pool(lambda: self._sentences("asking", "telling", "asking", "warning"))
        self.tellings = self._pool(lambda: self._sentences("telling", "telling", "warning", "offer"))
        self.short = self._pool(lambda: self._sentences("thanks", "telling", "offer"))
        self.special = self._pool(self._special)
        self._signings: dict[str, Text] = {}

    def title(self) -> str:
        subject = self.rng.choice(self.words["subject"])
        lower = subject if subject[:2].isupper() else subject[0].lower() + subject[1:]
        return self._fill(self.rng.choice(self.words["title"]), {"subject": subject, "lower": lower})

    def opening(self, first_name: str) -> Text:
        return self._post(self.rng.choice(self.openings), first_name)

    def answer(self, first_name: str) -> Text:
        return self._post(self.rng.choice(self.short if self.rng.random() < 0.6 else self.tellings), first_name)

    def _post(self, text: Text, first_name: str) -> Text:
        """Most are short; a few are long. A list, quotation or table stands between paragraphs, never two together."""
        length = self.rng.lognormvariate(0, 0.8) * USUAL
        special = False
        while len(text.raw) < min(length, LONGEST - 100):
            special = not special and self.rng.random() < 0.25
            more = self.rng.choice(self.special if special else self.tellings)
            if len(text.raw) + len(more.raw) > LONGEST - 100:
                break
            text += more
        return text + self._signing(first_name) if self.rng.random() < 0.4 else text

    def _signing(self, first_name: str) -> Text:
        words = self._fill(self.rng.choice(self.words["signing"]), {"first": first_name})
        if words not in self._signings:
            self._signings[words] = Text(words, render(words))
        return self._signings[words]

    def _pool(self, make: Callable[[], str]) -> list[Text]:
        return [Text(words, render(words)) for words in (make() for _ in range(PARAGRAPHS_OF_A_KIND))]

    def _sentences(self, first: str, *more: str) -> str:
        said = [self._fill(self.rng.choice(self.words[first]))]
        while len(" ".join(said)) < SHORTEST or (len(said) < 4 and self.rng.random() < 0.45):
            said.append(self._fill(self.rng.choice(self.words[self.rng.choice(more)])))
        return " ".join(said)

    def _special(self) -> str:
        """A list, a quotation, a figure in bold, a table, or a link."""
        kind = self.rng.randrange(5)
        if kind == 0:
            points = self.rng.sample(self.words["point"], self.rng.randint(2, 5))
            return self._fill(self.rng.choice(self.words["list_lead"])) + "".join(
                f"\n- {self._fill(p)}" for p in points
            )
        if kind == 1:
            return "> " + self._fill(self.rng.choice(self.words["telling"]))
        if kind == 2:
            return self._fill("The figure to remember: **{n} in 50**, and {result}.")
        if kind == 3:
            return self._fill(
                "| quarter | before | after |\n|---|---|---|\n| first | {n} | {m} |\n| second | {m} | {n} |"
            )
        return self._fill("It is in [the note that {place} wrote](https://papers.example/{n}{m}), page {n}.")

    def _fill(self, frame: str, given: dict[str, str] | None = None) -> str:
        def value(found: re.Match[str]) -> str:
            name = found[1]
            if given and name in given:
                return given[name]
            if name in ("n", "m"):
                return str(self.rng.randint(2, 48))
            return self._fill(self.rng.choice(self.words[name]))

        return _SLOT.sub(value, frame)
