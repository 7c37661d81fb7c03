"""Charts as the pages draw them: rows of HTML, each with an <svg> whose lengths are percentages.

So a chart fits any width, prints, links, keeps its text size, and needs neither a script nor a style attribute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from liangxin.figures import Rate


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart. Lengths are "0.00%" to "100.00%", None for what is not drawn."""

    label: str
    url: str
    note: str  # shown when the pointer rests on the row
    text: str  # the value as people read it
    length: str | None
    past: str | None  # where the value was before
    mark: str | None  # where the target is
    short: bool  # below the target


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart; `compared` and `target` are what its key has to explain."""

    title: str
    rows: list[Bar]
    compared: bool
    target: float | None  # the rows' common target; None when they have none, or several

    @property
    def wide(self) -> bool:
        """Whether a label needs more room than the name of a town."""
        return any(len(row.label) > 6 for row in self.rows)

    @property
    def short(self) -> bool:
        """Whether a row is below its target."""
        return any(row.short for row in self.rows)


def bars(title: str, rows: Iterable[Mapping]) -> Bars:
    """A chart of rates. Each row has label, url, and `rate` (a Rate) or `value` (a fraction or None).

    Optional in a row: `before` (a Rate or a fraction), `target` (a fraction), `note`, `text` (for the percentage).
    """
    drawn, targets = [], set()
    for row in rows:
        value, text = _value_and_text(row.get("rate", row.get("value")))
        before, _ = _value_and_text(row.get("before"))
        target = row.get("target")
        targets.add(target)
        drawn.append(
            Bar(
                label=str(row["label"]),
                url=row["url"],
                note=row.get("note", ""),
                text=row.get("text", text),
                length=_length(value),
                past=_length(before),
                mark=_length(target),
                short=target is not None and value is not None and value < target,
            )
        )
    common = targets.pop() if len(targets) == 1 else None
    return Bars(title, drawn, compared=any(row.past for row in drawn), target=common)


def _value_and_text(rate: Rate | float | None) -> tuple[float | None, str]:
    if isinstance(rate, Rate):
        return rate.value, rate.text
    return rate, percent(rate)


def _length(value: float | None) -> str | None:
    return None if value is None else f"{min(max(value, 0), 1) * 100:.2f}%"


def percent(rate: Rate | float | None) -> str:
    """A rate → "83.6%"; "—" for nothing to divide by.

    A fraction is shown like a Rate: never 100.0% below one, nor 0.0% above nothing.
    """
    if isinstance(rate, Rate):
        return rate.text
    if rate is None:
        return "—"
    shown = f"{rate * 100:.1f}%"
    if rate < 1 and shown == "100.0%":
        return "99.9%"
    return "0.1%" if rate > 0 and shown == "0.0%" else shown
