"""An answer to the mail of a draft: which words are about which item. Nothing that was written is left out."""

import re

AGREED = {
    "agreed", "i agree", "agree", "ok", "okay", "correct", "all correct", "they are right", "right", "yes",
    "no corrections", "no changes", "no comments", "fine", "looks good", "happy with these",
}  # fmt: skip
THANKS = re.compile(r"[\s,.]+(?:many )?(?:thanks|thank you)$")
ITEM = re.compile(r"^\s*(?:item|no\.?|number|point)?\s*(\d{1,2})\s*(?:[:.)–—-](?=\D|$))\s*(.*)$", re.IGNORECASE)


def says_right(text: str) -> bool:
    """One word that they are right, and nothing else. `text` is lower case, without greeting and name."""
    return THANKS.sub("", text.strip(" .,!*_")) in AGREED


def read_corrections(text: str, numbers: set[int]) -> list[tuple[int | None, str]]:
    """(number of the item, words); without a number it is about the whole. A line that begins with the number of an
    item there is («3: it was Tuesday») begins another; what follows goes on with it, an empty line included.
    """
    found: list[tuple[int | None, list[str]]] = [(None, [])]
    for line in text.splitlines():
        begins = ITEM.match(line)
        if begins and int(begins[1]) in numbers:
            found.append((int(begins[1]), [begins[2]]))
        else:
            found[-1][1].append(line)
    joined = [(number, "\n".join(lines).strip()) for number, lines in found]
    return [(number, words) for number, words in joined if words]
