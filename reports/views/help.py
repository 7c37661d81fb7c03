"""使用说明: how to import, what the figures mean, who may do what."""

from orgs.choices import Role
from reports.coverage import RATES
from reports.views.frame import EVERYBODY, framed, page

ROLES = (
    (Role.COUNTY, "全县各类登记，导入和撤销，处理转入申请"),
    (Role.COUNTY_VIEWER, "查看全县登记和报表，导出的电话隐去中间几位"),
    (Role.SUPERVISOR, "查看和修改归口本党（工）委管理的单位"),
    (Role.TOWN, "查看、修改本乡镇的单位，导入摸排表"),
    (Role.TOWN_VIEWER, "查看本乡镇的登记和报表"),
    (Role.GUIDE, "查看自己联系的单位，记走访"),
    (Role.SYSTEM, "管理账号，不看业务数据"),
    (Role.AUDITOR, "只看修改记录"),
)


@page(roles=EVERYBODY)
def guidance(request):
    """The help page."""
    roles = [(role.label, what) for role, what in ROLES]
    return framed(request, "reports/help.html", "使用说明", rates=RATES.values(), roles=roles)
