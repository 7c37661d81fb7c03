"""A registration list as a file → cleaned lines (reports.imports.lists).

The lists are exports of a database, whose words mean other things than those of surveys (企业状态 of a survey asks
whether a firm operates).
"""

from liangxin.grids import Workbook
from reports.imports.lists import Manner, clean_list
from reports.imports.rows import CleanSheet
from reports.ledgers import LISTS

REGISTRATIONS = Manner(
    LISTS["registrations"],
    no_header="没有找到表头，整张表没有读入；登记名单要有“名称”“统一社会信用代码”“登记状态”等栏目",
    unknown="名单比对用不到这一栏，没有读入",
    nameless="没有名称，这一行不写入",
    telling=("credit_code",),
    # Without a readable date a line still says which unit it is; a broken code or no name says nothing.
    keeps_out=("required", "damaged_number"),
)


def clean_registrations(workbook: Workbook) -> list[CleanSheet]:
    """The visible sheets of a workbook, in order; one without a header of ours has a finding and no rows."""
    return clean_list(workbook, REGISTRATIONS)
