"""What a batch still asks of the clerk, step by step: the line of steps over every page of its wizard."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from orgs.scope import CONSOLE
from reports.imports import sameness
from reports.imports.absent import unanswered
from reports.imports.mapping import open_headers
from reports.imports.values import open_values
from reports.models import ImportBatch, ImportRow


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the wizard: its label, the name of its address, and how many questions of a batch are open there."""

    key: str
    label: str
    address: str
    count: Callable[[ImportBatch], int]


def _to_mend(batch: ImportBatch) -> int:
    """Rows that stay out until a cell of theirs is mended."""
    return batch.rows.filter(outcome=ImportRow.Outcome.ERROR).count()


def _missing(batch: ImportBatch) -> int:
    """Organizations that the files do not contain and of which nobody said where they are."""
    return unanswered(batch, batch.user or CONSOLE).count()


def _nothing(batch: ImportBatch) -> int:
    """A page that asks nothing."""
    return 0


# In the order in which a clerk goes through them; a page of the wizard adds its step here.
STEPS: list[Step] = [
    Step("columns", "表头", "reports:import_columns", open_headers),
    Step("values", "取值", "reports:import_values", open_values),
    Step("same", "同一家", "reports:import_same", lambda batch: sameness.questions(batch).count()),
    Step("mend", "改错", "reports:import_mend", _to_mend),
    Step("missing", "上次有这次没有", "reports:import_missing", _missing),
    Step("policy", "写入方式", "reports:import_policy", _nothing),
    Step("check", "核对", "reports:import", _nothing),
]


def steps(batch: ImportBatch, here: str = "") -> list[dict]:
    """The steps of `batch` as the line over its pages shows them; `here` is the key of the page that is open.

    A batch that waits for no decision asks nothing: no steps. The page includes reports/imports/steps.html.
    """
    if batch.state != ImportBatch.State.PLANNED or batch.kind != ImportBatch.Kind.SURVEY:
        return []
    return [
        {
            "key": step.key,
            "label": step.label,
            "address": reverse(step.address, args=[batch.pk]),
            "count": step.count(batch),
            "here": step.key == here,
        }
        for step in STEPS
    ]


def left_to_answer(line: list[dict]) -> list[dict]:
    """Those of `steps` at which something waits for the clerk."""
    return [step for step in line if step["count"]]
