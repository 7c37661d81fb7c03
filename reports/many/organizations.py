"""What can be done to many organizations at once."""

from django.core.exceptions import ValidationError

from liangxin.dates import said
from orgs.models import Organization
from orgs.queries_guides import too_many
from orgs.services import confirmations, organizations, postings, standings, tags
from reports.forms import many as forms
from reports.many.base import ManyAct

NOBODY = "没有"


class AssignGuide(ManyAct):
    """选派指导员."""

    key, title, fact = "guide", "选派或更换指导员", "党建指导员"
    lead = "从所选日期起由新的指导员联系，原来的选派到这一天为止。"
    model, form_class = Organization, forms.GuideForm

    def act(self, row, values, by):
        running = row.postings.on(values["day"])
        if running.filter(guide=values["guide"]).exists():
            return
        postings.assign_guide(organization=row, guide=values["guide"], start=values["day"], by=by)

    def warned(self, values):
        return too_many(values["guide"], values["day"])

    def told(self, row, values):
        found = row.postings.on(values["day"]).order_by("start", "pk").values_list("guide__name", flat=True)
        return "、".join(found) or NOBODY


class EndPostings(ManyAct):
    """终止选派."""

    key, title, fact = "unguide", "终止指导员选派", "党建指导员"
    lead = "所选单位的选派到所选日期为止。"
    model, form_class = Organization, forms.DayForm

    def act(self, row, values, by):
        for posting in row.postings.on(values["day"]):
            postings.end(posting=posting, day=values["day"], by=by)

    told = AssignGuide.told


class SetSupervisor(ManyAct):
    """设置归口."""

    key, title, fact = "supervisor", "设置归口党（工）委", "归口党（工）委"
    lead = "从所选日期起归口这个党（工）委，以前的统计不变。"
    model, form_class = Organization, forms.SupervisorForm

    def act(self, row, values, by):
        standings.change(organization=row, values={"supervisor": values["supervisor"]}, day=values["day"], by=by)

    def told(self, row, values):
        return str(standings.on(row, values["day"]).supervisor or "未填")


class Move(ManyAct):
    """迁移."""

    key, title, fact = "move", "迁往其他乡镇或村（社区）", "所在辖区"
    lead = "从所选日期起在新的辖区，以前的统计仍算在原辖区。"
    model, form_class = Organization, forms.MoveForm

    def act(self, row, values, by):
        if standings.on(row, values["day"]).region_id != values["region"].pk:
            organizations.move(organization=row, region=values["region"], day=values["day"], by=by)

    def told(self, row, values):
        return str(standings.on(row, values["day"]).region)


class Close(ManyAct):
    """注销."""

    key, title, fact = "close", "注销", "状态"
    lead = "从所选日期起不再计入，正在生效的覆盖关系、选派和群团组织随之终止。"
    model, form_class = Organization, forms.CloseForm

    def act(self, row, values, by):
        organizations.close(organization=row, day=values["day"], reason=values["reason"], by=by)

    def told(self, row, values):
        closed = Organization.objects.values_list("closed", flat=True).get(pk=row.pk)
        return f"{said(closed)}注销" if closed else "在册"


class AddTag(ManyAct):
    """加标签."""

    key, title, fact = "tag", "加标签", "标签"
    lead = "从所选日期起带有这个标签。"
    model, form_class = Organization, forms.TagForm

    def act(self, row, values, by):
        if row.closed and row.closed <= values["day"].isoformat():
            raise ValidationError(f"“{row}”已于{said(row.closed)}注销")
        tags.begin(organization=row, tag=values["tag"], start=values["day"], by=by)

    def told(self, row, values):
        return "、".join(sorted(tag.get_tag_display() for tag in row.tags.on(values["day"]))) or NOBODY


class EndTag(ManyAct):
    """去标签."""

    key, title, fact = "untag", "去掉标签", "标签"
    lead = "这个标签到所选日期为止。"
    model, form_class = Organization, forms.TagForm

    def act(self, row, values, by):
        tags.end(organization=row, tag=values["tag"], day=values["day"], by=by)

    told = AddTag.told


class Confirm(ManyAct):
    """确认无变化."""

    key, title, fact = "confirm", "确认本季度无变化", "最近确认无变化"
    lead = "所选单位的登记在所选日期与实际相符，本季度算作已确认。"
    model, form_class = Organization, forms.DayForm

    def act(self, row, values, by):
        confirmations.confirm(organization=row, day=values["day"], by=by)

    def told(self, row, values):
        found = row.confirmations.filter(day__lte=values["day"]).order_by("-day").values_list("day", flat=True).first()
        return said(found.isoformat()) if found else NOBODY
