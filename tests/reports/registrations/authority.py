"""An authority for tests that hands registration lists over, made as workbooks."""

import itertools
from datetime import date

from reports.models import Registration
from reports.registrations.taking import apply_list, make_list
from tests import workbooks
from tests.workbooks import table

DAY, LATER = date(2025, 6, 30), date(2025, 9, 30)
HEADER = ("序号", "企业名称", "统一社会信用代码", "住所", "法定代表人", "成立日期", "登记状态", "注销日期", "登记机关")


class Authority:
    """Hands lists over: each line is (name, code, address, head, established, state, closed)."""

    def __init__(self, folder, user):
        self.folder, self.user, self.number = folder, user, itertools.count(1)

    def file(self, *lines, header=HEADER, above=()):
        number = next(self.number)
        rows = [[place, *line] for place, line in enumerate(lines, 1)]
        sheet = table(*([one] for one in above), list(header), *rows)
        return f"名单{number}.xlsx", workbooks.save(self.folder, f"list{number}.xlsx", workbooks.xlsx(sheet))

    def plan(self, *lines, source=Registration.Source.MARKET, as_of=DAY, user=None, **how):
        return make_list([self.file(*lines, **how)], user=user or self.user, as_of=as_of, source=source)

    def hand_over(self, *lines, **how):
        batch = self.plan(*lines, **how)
        apply_list(batch, user=self.user)
        batch.refresh_from_db()
        return batch


def line_of(organization, **said):
    """A line that agrees with a registered organization but for what is `said`."""
    line = {"name": organization.name, "code": organization.credit_code, "address": "城关镇东门路1号"}
    line |= {"head": "", "established": "2015-03-01", "state": "存续", "closed": ""} | said
    return tuple(line.values())
