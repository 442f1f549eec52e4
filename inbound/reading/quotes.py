"""Tell the author's words from the quoted mail, when the answer stands above it, below it or between its lines."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from inbound.reading.lines import Hint, Line
from inbound.reading.markers import Kind, Marker, marker_at
from inbound.reading.own_words import real_words


class Role(StrEnum):
    OWN = "own"
    QUOTED = "quoted"  # kept, because the author answers it line by line
    FORWARDED = "forwarded"  # kept, because it is what the author sends
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Context:
    """What the header says about the answer: it decides the cases that the text leaves open."""

    names: tuple[str, ...] = ()
    is_reply: bool = False  # the subject or the references say so
    answers: bool = False  # it has references: the board's mail was certainly in it
    is_forward: bool = False


@dataclass(slots=True)
class _Run:
    start: int
    end: int
    announced: bool


_ANNOUNCES = re.compile(
    r"\b(?:below|underneath|beneath|inline|in.line|under each|in (?:red|blue|green|bold|colou?r|caps|capitals|italics|purple|orange)|highlighted|"
    r"against (?:each|my name|your)|embedded|in (?:the|your) (?:text|e-?mail|original)|after each|between the lines)\b",
    re.IGNORECASE,
)


def roles(lines: list[Line], context: Context) -> tuple[list[Role], list[Line]]:
    """A role for each line. The lines come back because an answer between quoted lines may lose its name tag."""
    return _Divider(_shared_lines_split(lines), context).divide()


class _Divider:
    def __init__(self, lines: list[Line], context: Context) -> None:
        self.lines, self.context = lines, context
        self.roles = [Role.OWN] * len(lines)
        self.runs: list[_Run] = []
        self.own_above = False  # has the author written anything yet?

    def divide(self) -> tuple[list[Role], list[Line]]:
        at, announced = 0, False
        while at < len(self.lines):
            line = self.lines[at]
            fresh = line.depth == 0 or at == 0 or self.lines[at - 1].depth != line.depth
            marker = marker_at(self.lines, at) if fresh else None
            if marker is not None and (line.depth == 0 or marker.kind is not Kind.WEAK):
                step = self._marked(at, marker)
                if step < 0:
                    break
                announced, at = True, step
            elif line.depth:
                end = self._quote_end(at)
                self.runs.append(_Run(at, end, announced))
                at = end
            else:
                self.own_above = self.own_above or not line.blank
                at += 1
        self._judge_runs()
        return self.roles, self.lines

    def _quote_end(self, at: int) -> int:
        """The end of a run of quoted lines; blank lines within it belong to it."""
        end = at
        while at < len(self.lines) and (self.lines[at].depth or self.lines[at].blank):
            at += 1
            if self.lines[at - 1].depth:
                end = at
        return end

    def _fold(self, start: int, end: int) -> None:
        self.roles[start:end] = [Role.FOLDED] * (end - start)

    def _marked(self, at: int, marker: Marker) -> int:
        """Deal with an announcement; returns where to go on, or -1 when everything below it is settled."""
        end = at + marker.size
        following = next((i for i in range(end, len(self.lines)) if not self.lines[i].blank), len(self.lines))
        forwarding = self.context.is_forward or (marker.kind is Kind.FORWARD and not self.context.is_reply)
        if forwarding and marker.kind not in (Kind.ATTRIBUTION, Kind.WEAK):
            self.roles[at:] = [Role.FORWARDED] * (len(self.lines) - at)
            return -1
        if self.lines[at].depth:
            return self._announced_within(at)
        if marker.kind is Kind.WEAK and (following == len(self.lines) or not self.lines[following].depth):
            self.own_above = True
            return at + 1
        if following < len(self.lines) and self.lines[following].depth and marker.kind is not Kind.STRUCTURE:
            self._fold(at, following)
            run_end = self._quote_end(following)
            self.runs.append(_Run(following, run_end, announced=True))
            return run_end
        return self._tail(at, end, marker)

    def _announced_within(self, at: int) -> int:
        """The announcement is itself quoted: `> On … wrote:`."""
        end = self._quote_end(at)
        self.runs.append(_Run(at, end, announced=True))
        return end

    def _tail(self, at: int, end: int, marker: Marker) -> int:
        """Below the announcement stands unmarked text, which is the mail that is answered."""
        if not self.own_above and not self.runs and marker.kind is not Kind.STRUCTURE and not self.context.answers:
            self._fold(at, end)  # nothing stands above: better the whole text than none of it
            return max(end, at + 1)
        above = [line for i, line in enumerate(self.lines[:at]) if self.roles[i] is Role.OWN and not line.depth]
        answers = self._answers_between(end, above)
        self._fold(at, len(self.lines))
        if answers:
            last = max(answers)
            for i in range(end, last + 1):
                self.roles[i] = Role.OWN if i in answers or self.lines[i].blank else Role.QUOTED
            self.lines = [self._untagged(line) if i in answers else line for i, line in enumerate(self.lines)]
        return -1

    def _answers_between(self, start: int, above: list[Line]) -> set[int]:
        """Lines in the unmarked tail that the author wrote there, told by a name tag or by a colour that was announced."""
        tail = range(start, len(self.lines))
        tagged = {i for i in tail if self._tag(self.lines[i].text)}
        if tagged:
            return tagged
        coloured = {i for i in tail if self.lines[i].accent and not self.lines[i].blank}
        said = sum(not self.lines[i].blank for i in tail)
        if 0 < len(coloured) < said and any(_ANNOUNCES.search(line.text[:500]) for line in above):
            return coloured
        return set()

    def _tag(self, text: str) -> int:
        """The length of `[Full Name] ` in front of an answer."""
        if not self.context.names or " " not in self.context.names[0]:
            return 0
        name = re.escape(self.context.names[0])
        match = re.match(rf"^[\s*_]{{0,6}}[\[(]\s?{name}\s?[\])][\s*_:]{{0,6}}", text[:200], re.IGNORECASE)
        return match.end() if match else 0

    def _untagged(self, line: Line) -> Line:
        return Line(line.text[self._tag(line.text) :], line.depth, line.hint, line.images)

    def _judge_runs(self) -> None:
        """Keep quoted runs that are answered between; fold those that only stand above or below the answer."""
        runs = []
        for run in self.runs:
            if any(not self.lines[i].blank for i in range(run.start, run.end)):
                runs.append(run)
            else:
                self._fold(run.start, run.end)
        announced = [run for run in runs if run.announced]
        if not announced:
            self._judge_own_quotes(runs)
            return
        first, last_words = announced[0], self._last_words(announced)
        words_above = self._words(0, first.start)
        between = any(self._words(a.end, b.start) for a, b in pairwise(announced))
        answered = last_words > first.end and (between or words_above)
        for run in announced:
            if not answered or run.start > last_words:
                self._fold(run.start, run.end)

    def _words(self, start: int, end: int) -> bool:
        return real_words(
            [
                line
                for i, line in enumerate(self.lines[start:end], start)
                if self.roles[i] is Role.OWN and not line.depth
            ],
            self.context.names,
        )

    def _last_words(self, runs: list[_Run]) -> int:
        """Where the last stretch of the author's own words after a quoted run begins, or -1."""
        ends = [run.start for run in runs[1:]] + [len(self.lines)]
        return max((run.end + 1 for run, end in zip(runs, ends, strict=True) if self._words(run.end, end)), default=-1)

    def _judge_own_quotes(self, runs: list[_Run]) -> None:
        """Quotes that nobody announced are the author's own, unless a reply just trails off into one."""
        if not runs or not self.context.is_reply:
            return
        last = runs[-1]
        above = [i for i in range(last.start) if not self.lines[i].blank and not self.lines[i].depth]
        trails = above and not self._words(last.end, len(self.lines)) and len(self.lines[last.start : last.end]) > 2
        if (
            trails
            and not self.lines[above[-1]].text.rstrip().endswith((":", "："))
            and self.lines[last.start].hint is not Hint.SIGNATURE
        ):
            self._fold(last.start, last.end)


_SHARED = re.compile(r"^(.{1,200}?\S)\s{1,5}(On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? .{5,200}\bwrote:)\s*$")


def _shared_lines_split(lines: list[Line]) -> list[Line]:
    """Some phones put the attribution on the author's last line; the quote below proves it."""
    out: list[Line] = []
    for at, line in enumerate(lines):
        match = (
            _SHARED.match(line.text) if 20 < len(line.text) < 420 and line.text.rstrip().endswith("wrote:") else None
        )
        if (
            match
            and not line.depth
            and at + 1 < len(lines)
            and lines[at + 1].depth
            and not match[1].rstrip().endswith(">")
        ):
            out += [Line(match[1], 0, line.hint, line.images), Line(match[2])]
        else:
            out.append(line)
    return out
