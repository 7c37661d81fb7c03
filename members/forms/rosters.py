"""What the acts on a roster ask: 标记花名册完整, 取消花名册完整."""

from liangxin.dates import today
from liangxin.fields import day_field
from members.services import rosters
from orgs.forms.acts import ActForm


class CompleteForm(ActForm):
    """标记花名册完整."""

    start = day_field(label="起始日期", initial=today, help_text="从这一天起党员数按花名册计算")

    def need(self, cleaned):
        rosters.need_markable(self.thing, cleaned["start"])


class IncompleteForm(ActForm):
    """取消花名册完整."""

    day = day_field(label="取消日期", initial=today, help_text="从这一天起党员数又按摸排或手工填写的数字")

    def need(self, cleaned):
        rosters.need_unmarkable(self.thing, cleaned["day"])
