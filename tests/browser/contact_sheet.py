"""`python tests/browser/contact_sheet.py FOLDER`: a picture of every page, wide and at 320 px, light and dark.

Not a test: for looking at. It starts the same product as the browser lane, and writes index.html beside the pictures.
"""

import sys
import tempfile
from html import escape
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.pages import PAGES, furnish
from tests.browser.product import CHROMIUM_ARGUMENTS, chromium, demo_site
from tests.browser.visitors import Visitors

WIDTHS = {"wide": 1280, "narrow": 320}
TALLEST = 2400


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, demo_site(Path(data)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        visitors = Visitors(browser, site)
        furnish(visitors)
        rows = []
        for shown in PAGES:
            page = visitors.browser(shown.who)
            shown.arrive(page)
            rows.append((shown.name, take(page, folder, shown.name.replace(" ", "-"))))
            visitors.all_leave()
            print(shown.name)
        browser.close()
    (folder / "index.html").write_text(index(rows), encoding="utf-8")
    print(f"{folder}/index.html")


def take(page: Page, folder: Path, name: str) -> list[str]:
    files = []
    for size, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        page.set_viewport_size({"width": width, "height": tall})  # a bar fixed to the bottom stands at the bottom
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            files.append(f"{name}-{size}-{scheme}.png")
            page.screenshot(path=folder / files[-1])
    return files


def index(rows: list[tuple[str, list[str]]]) -> str:
    pictures = "".join(
        f"<h2>{escape(name)}</h2><p>{''.join(f'<img src={file!r} height=600> ' for file in files)}</p>"
        for name, files in rows
    )
    return f"<!doctype html><meta charset=utf-8><title>Contact sheet</title>{pictures}"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python tests/browser/contact_sheet.py FOLDER")
    main(Path(sys.argv[1]))
