"""A members' file that waits for the secretariat: some changes, some newcomers, and four faulty rows."""

from regions.actions.upload_import import upload_import
from regions.exporting import HEADING, Cell, lines, memberships
from regions.importing.work import drain_imports
from regions.models import Office, Service
from regions.spreadsheets import as_csv

FAULTY: list[list[Cell]] = [
    ["rowan.hale", "Rowan", "Hale", "Operations Manager", "Lancashire Youth Justice Service", "second-tier", "yes"],
    ["j.okoro@council.example", "Jude", "Okoro", "Head of Youth Justice", "Lancashier Youth Justice", "full", "yes"],
    ["m.lisle@council.example", "Mira", "Lisle", "Deputy", "Lancashire Youth Justice Service", "gold", "yes"],
    ["t.brandt@council.example", "", "Brandt", "Manager", "Lancashire Youth Justice Service", "full", "perhaps"],
]


def load_import() -> None:
    """Give the file as the secretariat would, and read it."""
    office = Office.objects.filter(name=Office.Name.SECRETARIAT).select_related("member").first()
    rows = list(lines(memberships()))[:30]
    for row in rows[3:6]:
        row[3] = f"Acting {row[3]}"
    services = list(Service.objects.filter(closed=None).order_by("pk").values_list("name", flat=True)[:2])
    rows += [
        [f"new.colleague{n}@council.example", "Robin", name, "Deputy", services[n], "second-tier", "yes"]
        for n, name in enumerate(("Newcombe", "Newsome"))
    ]
    file = as_csv(HEADING, [*rows, *FAULTY])
    upload_import(office.member if office else None, file_name="members-spring.csv", content=file.read())
    drain_imports()
