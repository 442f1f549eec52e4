"""docs/events.md says what config/event_routes.py does."""

import re

from config.event_routes import ROUTES
from tests.docs.documents import DOCS, read, table_rows

TEXT = read(DOCS / "events.md")


def in_code(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def test_the_table_names_every_event_with_its_handlers_in_order():
    documented = {in_code(event)[0]: in_code(handlers) for event, _, handlers in table_rows(TEXT, "event")}

    assert documented == {
        event.__name__: [handler.__name__ for handler in handlers] for event, handlers in ROUTES.items()
    }


def test_each_handler_is_explained_once():
    explained = [in_code(handler)[0] for handler, _ in table_rows(TEXT, "handler")]

    assert sorted(explained) == sorted({handler.__name__ for handlers in ROUTES.values() for handler in handlers})
