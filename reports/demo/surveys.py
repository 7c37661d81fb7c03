"""Imports of the made-up county, made by really importing workbooks: applied, undone, waiting, with a transfer."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.db.models.functions import Length

from orgs.coverage import exists_on
from orgs.models import Region, Standing, User
from orgs.models.regions import TOWN
from orgs.scope import subtree
from reports.demo.county import County
from reports.demo.days import quarter_end
from reports.demo.sheets import ODD, PLAIN, WIDE, Survey, mistakes, news, row_of, write_csv, write_xlsx
from reports.demo.writing import moment
from reports.imports.answering import answer_values
from reports.imports.applying import apply
from reports.imports.batches import make_batch
from reports.imports.undoing import undo
from reports.ledgers.rows import facts_of
from reports.models import ImportBatch, Round, TransferRequest, ValueAnswer

LEFT = 5  # days until the round is due
GIVEN, CLOSED = 9, 15  # days after which the towns gave the files of the round before, and after which it was due
MOST = 400  # rows of a workbook, however large the county


def add_imports(county: County, manager: User, clerk: User) -> None:
    """Import surveys of some towns: `manager` is a county administrator, `clerk` the one of a town.

    Does nothing in a county that is too small to have held organizations back.
    """
    if not county.held_back:
        return
    with tempfile.TemporaryDirectory() as folder:
        close_round(county, Path(folder), manager)
        desk = Desk(county, Path(folder), begin_round(county, manager))
        desk.take("柳林镇", write_csv, PLAIN, user=manager, ago=16, name="柳林镇社会组织摸底.csv", only="social").undo()
        desk.take("东湖街道", write_xlsx, WIDE, user=manager, ago=12).apply()
        desk.take(clerk.region.name, write_xlsx, PLAIN, user=clerk, ago=8, transfer=True).apply()
        remember(desk.take("经济开发区", write_xlsx, ODD, user=manager, ago=1, wrong=True))


def remember(taken: "Taken") -> None:
    """What the clerks of the county said of words that nobody knew, in imports before this one."""
    said = [("category", "私营大户", None, "私营企业", True), ("town", "开发区管委会", None, "经济开发区", True)]
    answer_values(taken.batch, said, user=taken.user)
    ValueAnswer.objects.update(created=taken.at)
    ValueAnswer.history.update(created=taken.at, history_date=taken.at)


def begin_round(county: County, manager: User) -> Round:
    """The round in which all towns owe a survey of the latest quarter, some days before it is due."""
    return add_round(county.days.surveyed, county.days.today + timedelta(days=LEFT), manager)


def close_round(county: County, folder: Path, manager: User) -> None:
    """The round before, in which every town gave a file that said what the register already held."""
    day = quarter_end(county.days.surveyed)
    before = add_round(day, day + timedelta(days=CLOSED), manager)
    Round.objects.filter(pk=before.pk).update(created=moment(day))
    Round.history.filter(id=before.pk).update(created=moment(day), history_date=moment(day))
    paths = []
    for town in before.towns.order_by("code"):
        rows = list(islice(registered(town, day), MOST))
        if rows:
            paths.append(folder / f"{title_of(day)}表（{town.name}）.xlsx")
            write_xlsx(paths[-1], Survey(town.name, day, WIDE, rows))
    batch = make_batch([(path.name, path) for path in paths], user=manager, as_of=day)
    at = moment(day + timedelta(days=GIVEN))
    ImportBatch.objects.filter(pk=batch.pk).update(created=at, round=before)
    Taken(batch, manager, at).apply()


def add_round(day: date, due: date, manager: User) -> Round:
    """A round in which all towns owe a file."""
    made = Round.objects.create(name=title_of(day), as_of=day, due=due, user=manager)
    made.towns.set(Region.objects.annotate(digits=Length("code")).filter(digits=TOWN))
    return made


def title_of(day: date) -> str:
    """2026年第三季度摸排."""
    return f"{day.year}年第{quarter_of(day)}季度摸排"


def registered(town: Region, day: date) -> Iterator[dict]:
    """What the register holds of the organizations of a town on a day, as rows say it."""
    standings = Standing.objects.on(day).filter(subtree("region__code", town.code), exists_on(day, "organization__"))
    for facts in facts_of(standings.order_by("region__code", "organization_id"), day):
        if "、" in facts.get("guide_name", ""):
            del facts["guide_name"]  # one cell cannot say which of two guides left
        yield facts


def quarter_of(day: date) -> str:
    """一, 二, 三 or 四."""
    return "一二三四"[(day.month - 1) // 3]


@dataclass
class Desk:
    """Where the workbooks of a county are written and imported."""

    county: County
    folder: Path
    round: Round

    def take(self, town, write, layout, *, user, ago, name="", only="", transfer=False, wrong=False) -> "Taken":
        """Write the survey of a town, import it as `user` and date the batch `ago` days back."""
        county, days = self.county, self.county.days
        held = registered(county.place(town).region, days.surveyed)
        rows = [facts for facts in held if not only or facts["kind"] == only][:MOST]
        news(county.rng, rows, days.surveyed)
        if wrong:
            mistakes(rows)
        if not only:
            rows += [row_of(unit, county.rng) for unit in county.held_back if unit.place.region.name == town]
        if transfer:
            rows.append(self._of_another_town())
        path = self.folder / (name or f"{days.surveyed.year}年{quarter_of(days.surveyed)}季度摸排表（{town}）.xlsx")
        write(path, Survey(town, days.surveyed, layout, rows))
        batch = make_batch([(path.name, path)], user=user, as_of=days.surveyed)
        at = moment(max(days.today - timedelta(days=ago), days.surveyed)) + timedelta(minutes=-ago)
        ImportBatch.objects.filter(pk=batch.pk).update(created=at, round=self.round)
        return Taken(batch, user, at)

    def _of_another_town(self):
        """An organization that moved: its new town's clerk enters it, the old one still has it."""
        county = self.county
        elsewhere = county.place("石桥镇")
        moved = next(unit for unit in county.units if unit.place is elsewhere and unit.organization.credit_code)
        return {**row_of(moved, county.rng), "village": ""}


@dataclass
class Taken:
    """A batch that was planned; `at` is when it was uploaded."""

    batch: ImportBatch
    user: User
    at: datetime

    def apply(self) -> "Taken":
        """Apply the good rows, a few minutes after the upload."""
        apply(self.batch, user=self.user, copied=True)
        at = self.at + timedelta(minutes=6)
        ImportBatch.objects.filter(pk=self.batch.pk).update(applied=at)
        TransferRequest.objects.filter(batch_id=self.batch.pk).update(created=at)
        self._date_history(at)
        return self

    def undo(self) -> "Taken":
        """Apply, and take it back an hour later."""
        self.apply()
        undo(ImportBatch.objects.get(pk=self.batch.pk), user=self.user)
        ImportBatch.objects.filter(pk=self.batch.pk).update(undone=self.at + timedelta(hours=1))
        self._date_history(self.at + timedelta(hours=1), history_change_reason__startswith="撤销")
        return self

    def _date_history(self, at, **which):
        for model in apps.get_models():
            if hasattr(model, "history"):
                model.history.filter(batch_id=self.batch.pk, **which).update(history_date=at)
