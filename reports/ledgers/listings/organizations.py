"""非公企业 and 社会组织: the standings of the day."""

from orgs.choices import Leaf
from orgs.coverage import FIGURES, with_status
from reports.ledgers.listings.base import Listing
from reports.ledgers.rows import columns_of, ledger_standings

OUTSIDE = "outside"


class Organizations(Listing):
    """Both kinds; a part is a figure of the coverage table, so its rows are those of the list behind that figure."""

    keys = ("enterprises", "socials")
    search = "organization__search_key"
    counter, thing, asks = "家", "单位", "覆盖状态"
    parts = (
        ("", "全部"),
        ("covered", "已覆盖"),
        ("uncovered", "未覆盖"),
        *((key, FIGURES[key].title) for key in ("unbuilt_should", "unguided")),
        *((leaf.value, leaf.label) for leaf in Leaf if leaf.value in FIGURES),
        (OUTSIDE, "不计入口径"),
    )

    def rows(self, ledger, question):
        """All that exist on the day, outside the base too."""
        return ledger_standings(ledger, question)

    def limited(self, rows, part, question):
        """Those with a status."""
        if part == OUTSIDE:
            return rows.exclude(pk__in=question.standings().values("pk"))
        counted = FIGURES[part].filter(with_status(question.standings(), question.day))
        return rows.filter(pk__in=counted.values("pk"))

    def columns(self, rows, question, *, clear=False):
        """As reports.ledgers.rows reads them; a row's record is its organization."""
        for columns in columns_of(rows, question.day):
            yield {"record": columns["organization"], **columns}
