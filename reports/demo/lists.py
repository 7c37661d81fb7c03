"""The registration list of the made-up county: what 市场监管 handed over, with a few units to look into."""

import tempfile
from pathlib import Path

from liangxin import books
from orgs.choices import Kind
from orgs.models import Standing, User
from reports.demo.county import County
from reports.demo.writing import moment
from reports.ledgers import LISTS
from reports.ledgers.export import ledger_columns
from reports.models import ImportBatch, Registration
from reports.registrations.taking import apply_list, make_list

CANCELLED, RENAMED, LEFT_OUT = 41, 67, 83  # one in so many


def add_list(county: County, manager: User) -> None:
    """Take over a list of all registered enterprises, drawn on the day of the latest survey, as `manager`.

    Does nothing in a county that is too small to have held organizations back.
    """
    if not county.held_back:
        return
    ledger, day = LISTS["registrations"], county.days.surveyed
    rows = [ledger.cells(facts, number) for number, facts in enumerate(_lines(county), 1)]
    title = f"{county.places.county.name}经营主体登记名单"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "市场监管局登记名单.xlsx"
        books.write_book(path, [books.Sheet(ledger.title, ledger_columns(ledger), rows, title=title)])
        batch = make_list([(path.name, path)], user=manager, as_of=day, source=Registration.Source.MARKET)
    apply_list(batch, user=manager)
    at = moment(day)
    ImportBatch.objects.filter(pk=batch.pk).update(created=at, applied=at)


def _lines(county: County):
    """The enterprises of the register, some cancelled, renamed or left out; then those that nobody surveyed yet."""
    day = county.days.surveyed
    standings = (
        Standing.objects.on(day).filter(organization__kind=Kind.ENTERPRISE).exclude(organization__credit_code=None)
    )
    known = [one.organization for one in standings.select_related("organization").order_by("organization")]
    for number, one in enumerate(known):
        facts = {"name": one.name, "credit_code": one.credit_code, "head_name": one.head_name, "state": "存续"}
        facts |= {"established": one.established, "address": one.registered_address or one.address}
        if one.closed or number % CANCELLED == 9:
            facts |= {"state": "注销", "closed": one.closed or day.isoformat()}
        elif number % RENAMED == 7:
            facts["name"] = one.name.replace("有限公司", "科技有限公司")
        if number % LEFT_OUT != 11:
            yield facts
    for unit in county.held_back:
        one = unit.organization
        if one.pk is None and one.credit_code and one.kind == Kind.ENTERPRISE:
            place = f"{county.places.county.name}{unit.place.region.name}"
            facts = {"name": one.name, "credit_code": one.credit_code, "established": one.established, "state": "存续"}
            yield facts | {"address": f"{place}{one.address.removeprefix(place)}", "head_name": one.head_name}
