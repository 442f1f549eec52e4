"""Take disclaimers, markings and rules off the end of somebody's words, and not one line more."""

from inbound.reading.furniture import is_disclaimer, is_marking, is_rule, may_be_disclaimer, paragraphs, text_of
from inbound.reading.lines import Line


def disclaimer_lines(lines: list[Line], folded: set[int]) -> set[int]:
    """Disclaimers, markings and rules at the end; above them nothing more is taken."""
    taken: set[int] = set()
    for at in range(len(lines) - 1, -1, -1):
        if at not in folded and not lines[at].blank:
            if lines[at].depth or not (is_rule(lines[at]) or is_marking(lines[at])):
                break
            taken.add(at)
    folded, trailing = folded | taken, set(taken)
    for start, end in reversed(paragraphs(lines)):
        left = [at for at in range(start, end) if at not in folded]
        if not left:
            continue
        if lines[start].depth:
            break
        whole = text_of(lines, left[0], left[-1] + 1)
        beside = bool(taken - trailing) or _more_disclaimer_above(lines, start)
        if (is_disclaimer(whole) or (beside and may_be_disclaimer(whole))) and (
            len(left) > 1 or len(whole) > 40 or "disclaimer" in whole.lower()
        ):
            own = _words_above_disclaimer(lines, left)
            taken.update(left[own:])
            if own:
                break
        elif all(is_marking(lines[at]) or is_rule(lines[at]) for at in left):
            taken.update(left)
        else:
            break
    return taken


def _more_disclaimer_above(lines: list[Line], start: int) -> bool:
    """The paragraph before is furniture beyond doubt, so this one goes on with it."""
    before = paragraphs(lines[max(0, start - 40) : start])
    offset = max(0, start - 40)
    return bool(before) and is_disclaimer(text_of(lines, offset + before[-1][0], offset + before[-1][1]))


def _words_above_disclaimer(lines: list[Line], at: list[int]) -> int:
    """How many lines of a paragraph stand before its disclaimer starts: a mark or an unfinished line starts none."""
    if is_disclaimer(lines[at[0]].text) or is_rule(lines[at[0]]) or len(at) == 1:
        return 0
    for position, index in enumerate(at):
        if is_rule(lines[index]) or (
            position and is_disclaimer(lines[index].text) and _ends_sentence(lines[at[position - 1]].text)
        ):
            return position
    return 0 if not _ends_sentence(lines[at[0]].text) else 1


def _ends_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", ":", ",")) or len(text) < 50
