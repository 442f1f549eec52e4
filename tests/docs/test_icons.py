"""The file of icons: what the templates ask for, drawn as lucide draws it."""

import re

import lucide
import pytest

from config.settings import BASE_DIR
from config.templatetags.words import icon

SPRITE = (BASE_DIR / "static" / "icons" / "sprite.svg").read_text()
NAMES = re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE)


def drawing(svg: str) -> str:
    return re.sub(r"\s*\n\s*", "", re.sub(r"</?svg[^>]*>", "", svg)).strip()


@pytest.mark.parametrize("name", NAMES)
def test_icon_is_drawn_as_lucide_draws_it(name):
    symbol = re.search(rf'<symbol id="{name}"[^>]*>(.*?)</symbol>', SPRITE, re.S)
    assert symbol is not None
    assert symbol.group(1) == drawing(str(lucide._render_icon(name, 24)))


def test_icon_of_the_file_is_two_elements_and_any_other_is_inlined():
    assert icon("bell") == (
        '<svg width="20" height="20" aria-hidden="true"><use href="/static/icons/sprite.svg#bell"></use></svg>'
    )
    assert "<path" in icon("anchor")
