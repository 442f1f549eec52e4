"""The decision about libraries names each direct dependency in the version that is locked."""

import re
import tomllib

from tests.docs.documents import DOCS, ROOT, read, table_rows


def direct_dependencies() -> set[str]:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))
    wanted = project["project"]["dependencies"] + [
        line for group in project["dependency-groups"].values() for line in group
    ]
    return {re.split(r"[\[<>=]", line)[0] for line in wanted}


def test_every_direct_dependency_is_named_in_its_locked_version():
    locked = {row["name"]: row["version"] for row in tomllib.loads(read(ROOT / "uv.lock"))["package"]}
    rows = table_rows(read(DOCS / "decisions/0015-libraries.md"), "library")

    assert {row[0]: row[1] for row in rows} == {name: locked[name] for name in direct_dependencies()}


def test_each_has_a_licence_a_keeper_and_a_purpose():
    rows = table_rows(read(DOCS / "decisions/0015-libraries.md"), "library")

    assert [row[0] for row in rows if len(row) != 5 or not all(row)] == []
