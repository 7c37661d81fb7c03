"""What can be done to many branches at once."""

from liangxin.dates import said
from orgs.models import PartyBranch
from orgs.services import branches, terms
from reports.forms import many as forms
from reports.many.base import ManyAct


class SetSuperior(ManyAct):
    """设置上级党组织."""

    key, title, fact = "superior", "设置上级党组织", "上级党组织"
    lead = "所选党组织都归这个党组织领导。"
    model, form_class = PartyBranch, forms.SuperiorForm

    def act(self, row, values, by):
        branches.set_superior(branch=row, superior=values["superior"], by=by)

    def told(self, row, values):
        return str(PartyBranch.objects.select_related("superior").get(pk=row.pk).superior or "未填")


class Elect(ManyAct):
    """登记换届."""

    key, title, fact = "elect", "登记换届", "最近换届"
    lead = "所选党组织在同一天换届，届满日期按任期规定算出。"
    model, form_class = PartyBranch, forms.DayForm

    def act(self, row, values, by):
        terms.elect(branch=row, elected=values["day"], by=by)

    def told(self, row, values):
        latest = row.terms.order_by("-elected").first()
        return f"{said(str(latest.elected))}（{said(str(latest.due))}届满）" if latest else "没有"


class Dissolve(ManyAct):
    """撤销."""

    key, title, fact = "dissolve", "撤销（没有覆盖单位的）", "状态"
    lead = "用于清理空壳；还覆盖单位的党组织，请到它的页面逐个撤销，说明由谁接着覆盖。"
    model, form_class = PartyBranch, forms.DissolveForm

    def act(self, row, values, by):
        branches.dissolve(branch=row, day=values["day"], reason=values["reason"], by=by)

    def told(self, row, values):
        dissolved = PartyBranch.objects.values_list("dissolved", flat=True).get(pk=row.pk)
        return f"{said(dissolved)}撤销" if dissolved else "在册"
