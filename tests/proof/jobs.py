"""What a layout works with: the job of one clerk, the files that come of it, sheets that hold no rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.proof.county import County, Org
from tests.proof.pages import Placed
from tests.workbooks import Sheet, table


@dataclass(frozen=True, slots=True)
class File:
    """One file of a town: its name, its bytes, its rows."""

    name: str
    content: bytes
    placed: list[Placed]


@dataclass(frozen=True, slots=True)
class Job:
    """What one clerk fills in: a number for the file name, the survey's day, the county and the towns' codes."""

    number: int
    day: date
    county: County
    towns: tuple[str, ...]

    @property
    def town(self) -> str:
        """The code of the only (or first) town."""
        return self.towns[0]

    @property
    def town_name(self) -> str:
        """Its name."""
        return self.county.towns[self.town]

    @property
    def said_day(self) -> str:
        """The day as it stands on a form."""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"

    def orgs(self, kind: str | None = None, town: str | None = None) -> list[Org]:
        """The organizations to write, of one kind or of both."""
        return [org for org in self.county.of_town(town or self.town) if kind in (None, org.kind)]


Layout = Callable[[Job], list[File]]
KINDS = ("enterprise", "social")


def cover_sheet() -> Sheet:
    """填报说明: text only."""
    return table(
        ["填报说明"], ["1．本表由各乡镇（街道）填报，统计时点为季度末。"], ["2．“三有”指有场所、有经营、有从业人员。"],
        name="填报说明",
    )  # fmt: skip


def list_sheet() -> Sheet:
    """A hidden sheet with the lists behind drop-downs."""
    sheet = table(["单独组建", "是"], ["联合组建", "否"], ["挂靠组建"], name="选项")
    sheet.visible = False
    return sheet
