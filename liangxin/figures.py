"""Rates as people read them: 83.5%, —, +1.2 个百分点."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Rate:
    """`part` out of `whole`, both counts."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The fraction from 0 to 1; None for 0/0."""
        return self.part / self.whole if self.whole else None

    @property
    def tenths(self) -> int | None:
        """The value in tenths of a percent as it is shown; None for 0/0.

        Never 1000 while one is missing, nor 0 while one is there (domain.md §2).
        """
        if not self.whole:
            return None
        tenths = _rounded(Fraction(self.part * 1000, self.whole))
        if self.part < self.whole:
            tenths = min(tenths, 999)
        return max(tenths, 1) if self.part > 0 else tenths

    @property
    def text(self) -> str:
        """With one decimal: "83.5%"; "—" for 0/0."""
        tenths = self.tenths
        return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}%"

    def points(self, before: "Rate") -> str:
        """The change since `before` in 百分点: "+1.2", "−0.3", "持平"; a dash when either has nothing to divide by."""
        if not self.whole or not before.whole:
            return "—"
        change = Fraction(self.part, self.whole) - Fraction(before.part, before.whole)
        tenths = _rounded(abs(change) * 1000)
        if not tenths:
            return "持平"
        return f"{'+' if change > 0 else '−'}{tenths // 10}.{tenths % 10}"


def _rounded(number: Fraction) -> int:
    """Half up, as people round."""
    return int(number + Fraction(1, 2))
