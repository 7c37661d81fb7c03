"""What the lines of a list are beside the current list of their source: new, changed, same, or kept out."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date

from liangxin.dates import said, today
from liangxin.names import normal_name
from orgs.models import Region, Standing
from reports.imports import progress
from reports.imports.register import in_chunks
from reports.imports.rows import ERROR, WARNING, CleanRow, finding
from reports.ledgers import LISTS
from reports.models import ImportBatch, ImportFile, ImportRow, Registration
from reports.models.registrations import newest_lists
from reports.registrations.placing import Placer

Outcome = ImportRow.Outcome
COMPARED = ("name", "credit_code", "address", "head_name", "established", "state", "closed")
ENDED = ("注销", "吊销", "撤销", "迁出", "除名", "清算", "终止", "解散")  # words of a state that is none any more
TITLES = {leaf.key: leaf.title for leaf in LISTS["registrations"].leaves}
# What rows of surveys and rosters have besides.
NOTHING = {"organization_id": None, "organization_version": None, "undo": "", "undo_note": ""}
NOTHING |= {"record": "", "record_id": None, "record_version": None}
FALSE = ("moves_figure", "written", "stale")
EMPTY = ("cells", "mended")


def has_ended(facts: dict) -> bool:
    """Whether a line says that its unit is registered no more: by its state, else by a closing day that has come."""
    if state := facts.get("state", ""):
        return any(word in state for word in ENDED) and not state.startswith(("未", "非"))
    return "" < facts.get("closed", "") <= today().isoformat()


class Planner:
    """Compares the (file, sheet, line) of a batch with the current list of its source, each once."""

    def __init__(self, batch: ImportBatch, county: Region, lines: list[tuple[ImportFile, str, CleanRow]]):
        self.batch, self.lines = batch, lines
        self.placer = Placer(county, _known_places([line.facts for *_, line in lines], batch.as_of))
        self.current = {}
        current = Registration.objects.filter(batch=newest_lists().get(batch.options["source"]))
        for one in current.order_by("-pk").values("normal_name", *COMPARED).iterator():
            self.current[one["credit_code"] or one["normal_name"]] = one
        self.seen: dict[str, str] = {}

    def columns(self) -> dict[str, list]:
        """The rows to be stored, as columns of ImportRow."""
        found = defaultdict(list)
        for file, sheet, line in progress.counted(self.lines, "核对各行"):
            for name, value in self._row(file, sheet, line).items():
                found[name].append(value)
        count = len(self.lines)
        found |= {name: [value] * count for name, value in NOTHING.items()} | {name: [False] * count for name in FALSE}
        return found | {name: [{}] * count for name in EMPTY} | {"batch_id": [self.batch.pk] * count}

    def _row(self, file: ImportFile, sheet: str, line: CleanRow) -> dict:
        facts = line.facts
        name, code = facts.get("name", "")[:200], facts.get("credit_code", "")[:60]
        region, key = self.placer.place(facts), code or normal_name(name)
        if not line.has_error and key in self.seen:
            sentence = f"与{self.seen[key]}是同一家，这一行不写入"
            line.findings.append(finding(sheet, "repeated", ERROR, sentence, row=line.number, value=name))
        out, changes = line.has_error, []
        if not out:
            self.seen[key] = f"工作表“{sheet}”第 {line.number} 行"
            changes = _changes(self.current.get(key), facts)
        planned = Outcome.NEW if key not in self.current else Outcome.CHANGED if changes else Outcome.SAME
        return {
            "file_id": file.pk,
            "sheet": sheet,
            "number": line.number,
            "outcome": (Outcome.ERROR if out else planned).value,
            "name": name,
            "credit_code": code,
            "town": region.town_code,
            "facts": {**facts, "region": region.code},
            "changes": changes,
            "findings": [asdict(one) for one in line.findings],
            "warned": not out and any(one.severity == WARNING for one in line.findings),
        }


def _changes(old: dict | None, facts: dict) -> list[dict]:
    """What a line says otherwise than the current list, as fields with old and new text."""
    if old is None:
        return []
    found = []
    for key in COMPARED:
        before, after = old[key], facts.get(key, "")
        if before != after:
            if key in ("established", "closed"):
                before, after = said(before), said(after)
            found.append({"field": TITLES[key], "old": before, "new": after})
    return found


def _known_places(facts: list[dict], day: date) -> dict[str, str]:
    """Credit code → code of the region in which the register has the unit: a better place than an address says."""
    found = {}
    for chunk in in_chunks(one.get("credit_code") for one in facts):
        standings = Standing.objects.on(day).filter(organization__credit_code__in=chunk)
        found.update(standings.order_by().values_list("organization__credit_code", "region__code"))
    return found
