"""What can be done to many members at once."""

from members.models import Membership, PartyMember, Relation, Workplace
from members.services import changing
from reports.forms import many as forms
from reports.many.base import ManyAct

NOTHING = "未填"


def _now(model, row, values) -> str:
    return "、".join(map(str, model.objects.on(values["day"]).filter(member=row).order_by("start", "pk"))) or NOTHING


class ChangeBranch(ManyAct):
    """调整所在党支部."""

    key, title, fact = "member_branch", "调整所在党支部", "所在党支部"
    lead = "用于支部拆分、合并等县内调整；开介绍信的转接请到“组织关系转接”办理。"
    model, form_class = PartyMember, forms.BranchForm

    def act(self, row, values, by):
        changing.change_branch(member=row, branch=values["branch"], day=values["day"], by=by)

    def told(self, row, values):
        return _now(Membership, row, values)


class ChangeWorkplace(ManyAct):
    """调整工作单位."""

    key, title, fact = "member_work", "调整工作单位", "工作单位"
    lead = "从所选日期起在这家单位工作，花名册完整的单位随之更新党员数。"
    model, form_class = PartyMember, forms.WorkplaceForm

    def act(self, row, values, by):
        changing.change_workplace(member=row, organization=values["organization"], day=values["day"], by=by)

    def told(self, row, values):
        return _now(Workplace, row, values)


class ChangeState(ManyAct):
    """标记组织关系状态."""

    key, title, fact = "member_state", "标记组织关系状态", "组织关系"
    lead = "例如标记为流动党员、失联；从所选日期起生效。"
    model, form_class = PartyMember, forms.StateForm

    def act(self, row, values, by):
        changing.change_state(member=row, state=values["state"], where=values["where"], day=values["day"], by=by)

    def told(self, row, values):
        return _now(Relation, row, values)
