"""The grid of a branch's dues as a form: each cell a text, read together, with what is wrong beside each."""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django import forms

from liangxin.dates import today
from liangxin.fields import NoColon, day_field
from members import dues
from members.choices import Payer
from members.queries_dues import Account, Month
from members.services.dues import Based, Paid
from members.services.dues_rates import Line

LONGEST = 40  # characters of a cell that are read
MOST_LINES = 8
CHANGED_SINCE = "您打开这一页之后，别人改成了“{now}”，请核对"


@dataclass
class Box:
    """One text box of the grid: its name, what is stored, what stands in it, what is wrong with it."""

    name: str
    stored: str
    label: str
    text: str = ""
    hint: str = ""
    error: str = ""
    changed: bool = False

    def __post_init__(self):
        self.text = self.stored

    def take(self, typed: str, opened: str):
        """Read what was posted, knowing what stood there when the page was opened; sets `changed` or `error`."""
        typed = typed.strip()[:LONGEST]
        try:
            if self.same(typed, opened):
                return
            self.text = typed
            if self.same(typed, self.stored):
                return
            if not self.same(self.stored, opened):
                self.error = CHANGED_SINCE.format(now=self.stored or "空")
                return
            self.changed = True
        except ValueError as unreadable:
            self.text, self.error = typed, str(unreadable)

    def same(self, one: str, other: str) -> bool:
        """Whether two texts say the same amount."""
        return dues.read_amount(one) == dues.read_amount(other)

    @property
    def amount(self) -> Decimal | None:
        """The amount in it, of a box without an error."""
        return dues.read_amount(self.text)


class Choice(Box):
    """A drop-down."""

    def same(self, one, other):
        return one == other


@dataclass
class Cell:
    """A month of a member: a box, or a text where nothing can be entered."""

    month: Month
    box: Box | None
    arrears: bool
    elsewhere: str = ""


@dataclass
class Row:
    """A member's line."""

    account: Account
    payer: Choice
    base: Box
    cells: list[Cell]
    arrears: Decimal

    @property
    def boxes(self) -> list[Box]:
        """All of its boxes."""
        return [self.payer, self.base, *(cell.box for cell in self.cells if cell.box)]


@dataclass
class Grid:
    """The rows of one page of a branch's year."""

    accounts: list[Account]
    day: date
    names: dict[int, str] = field(default_factory=dict)  # of the branches that took payments elsewhere
    rows: list[Row] = field(init=False)

    def __post_init__(self):
        self.rows = [self._row(account) for account in self.accounts]

    def _row(self, account) -> Row:
        name = account.name
        cells = []
        for month in account.months:
            box, said = None, f"{name} {month.first.month} 月"
            if (month.here or month.payment) and not month.elsewhere:
                hint = dues.written(month.due)
                label = f"{said}{f'，应缴 {hint}' if hint else ''}"
                box = Box(f"p-{account.member}-{month.first.month}", dues.written(month.paid), label, hint=hint)
            elsewhere = self.names.get(month.elsewhere, "") if month.elsewhere else ""
            cells.append(Cell(month, box, bool(month.arrears(self.day)), elsewhere))
        return Row(
            account,
            Choice(f"t-{account.member}", account.payer or Payer.WORKING.value, f"{name} 缴纳类别"),
            Box(f"b-{account.member}", dues.written(account.base), f"{name} 每月基数"),
            cells,
            account.arrears(self.day),
        )

    def opened(self) -> str:
        """What the boxes held when the page was opened, for the page to bring back."""
        return json.dumps({box.name: box.stored for row in self.rows for box in row.boxes if box.stored})

    def take(self, post, fill: int = 0) -> bool:
        """Read a post; `fill` is a month whose blank cells take what is owed. Returns whether nothing is wrong."""
        try:
            opened = json.loads(post.get("opened", "{}"))
        except ValueError:
            opened = {}
        opened = opened if isinstance(opened, dict) else {}
        for row in self.rows:
            for box in row.boxes:
                if box.name in post:
                    box.take(post[box.name], str(opened.get(box.name, "")))
            if row.base.changed and not row.base.text:
                row.base.error = "请填写基数"
            if row.payer.text not in Payer.values:
                row.payer.error = "请重新选择"
            if row.payer.changed and not row.base.text and row.payer.text != Payer.SPECIAL:
                row.base.error = "请填写基数"
            if fill:
                box = row.cells[fill - 1].box
                if box and box.hint and not box.text and not box.error:
                    box.text, box.changed = box.hint, True
        return not self.errors

    @property
    def errors(self) -> list[Box]:
        """The boxes with something wrong."""
        return [box for row in self.rows for box in row.boxes if box.error]

    def payments(self) -> list[Paid]:
        """The payments that changed."""
        return [
            Paid(row.account.member, cell.month.first, cell.box.amount)
            for row in self.rows
            for cell in row.cells
            if cell.box and cell.box.changed
        ]

    def bases(self) -> list[Based]:
        """The bases that changed."""
        return [
            Based(row.account.member, row.payer.text, row.base.amount or dues.NONE)
            for row in self.rows
            if row.base.changed or row.payer.changed
        ]


class SaveForm(NoColon, forms.Form):
    """What a save of the grid says beside the cells."""

    paid = day_field(label="缴纳日期", required=False, initial=today)
    since = forms.TypedChoiceField(
        label="基数从", coerce=int, choices=[(number, f"{number} 月起") for number in range(1, 13)]
    )

    def clean_paid(self):
        """Raises ValidationError for a day that has not come."""
        if self.cleaned_data["paid"] and self.cleaned_data["paid"] > today():
            raise forms.ValidationError("缴纳日期不能晚于今天")
        return self.cleaned_data["paid"]


class RateForm(NoColon, forms.Form):
    """One line of a new table."""

    up_to = forms.DecimalField(label="基数不超过（元）", required=False, min_value=0, max_digits=12, decimal_places=2)
    rate = forms.DecimalField(label="比例（%）", required=False, min_value=0, max_digits=6, decimal_places=3)
    fixed = forms.DecimalField(label="固定金额（元）", required=False, min_value=0, max_digits=12, decimal_places=2)

    def line(self) -> Line | None:
        """The line, of a valid form; None for one left blank."""
        values = {name: self.cleaned_data.get(name) for name in ("up_to", "rate", "fixed")}
        return None if set(values.values()) == {None} else Line(**values)


class RatesForm(NoColon, forms.Form):
    """For whom, and from when."""

    payer = forms.ChoiceField(label="缴纳类别", choices=Payer.choices)
    start = day_field(label="从哪天起")


RateFormSet = forms.formset_factory(RateForm, extra=MOST_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES)
