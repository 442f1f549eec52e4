"""Rows written in bulk, past the models: COPY on PostgreSQL, many at once on SQLite."""

from collections.abc import Callable
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import DateField, Field, JSONField, Max, Model

ROWS_AT_ONCE = 5_000


class Table:
    """Takes rows of the named columns (`topic_id`, not `topic`); every other column gets its default.

    Dates that a model would set by itself are written as given. Call `close` at the end.
    """

    def __init__(self, model: type[Model], *names: str) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        others = [field for name, field in fields.items() if name not in names and not field.primary_key]
        self.model = model
        self.columns = [str(field.column) for field in [*(fields[name] for name in names), *others]]
        self.prepare = [_preparing(fields[name]) for name in names]
        self.defaults = tuple(_prepared(field, field.get_default()) for field in others)
        self.rows: list[tuple[Any, ...]] = []
        self.count = 0

    def add(self, *values: Any) -> None:
        made = tuple(p(v) if p else v for p, v in zip(self.prepare, values, strict=True))
        self.rows.append(made + self.defaults)
        if len(self.rows) >= ROWS_AT_ONCE:
            self.write()

    def write(self) -> None:
        quote = connection.ops.quote_name
        table, columns = quote(self.model._meta.db_table), ", ".join(map(quote, self.columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            elif self.rows:
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self.rows)  # noqa: S608
        self.count += len(self.rows)
        self.rows = []

    def close(self) -> int:
        """Write what is left; the next row that anybody adds gets a number after ours. Returns how many there were."""
        self.write()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)
        return self.count


def next_pk(model: type[Model]) -> int:
    return int(model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def _preparing(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    if isinstance(field, DateField | JSONField):
        return lambda value: _prepared(field, value)
    return None


def _prepared(field: "Field[Any, Any]", value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
