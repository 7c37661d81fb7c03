"""A round of the survey, as the county administrator sets it."""

from django import forms
from django.db.models.functions import Length

from liangxin.fields import NoColon, day_field
from orgs.models import Region
from orgs.models.regions import TOWN
from reports.models import Round


class RoundForm(NoColon, forms.ModelForm):
    """Name, the day that the files speak of, the day they are due, and the towns that owe one: all by default."""

    as_of = day_field(label="情况日期", help_text="摸排表说的是哪一天的情况，如 2026-09-30。")
    due = day_field(label="截止日期", help_text="各乡镇最晚在这一天交表。")

    class Meta:
        model = Round
        fields = ["name", "as_of", "due", "towns"]
        widgets = {"towns": forms.CheckboxSelectMultiple}
        help_texts = {"name": "如 2026年第三季度摸排。"}
        error_messages = {"name": {"unique": "已有同名的轮次，请换一个名称"}}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        towns = Region.objects.editable_by(user).annotate(digits=Length("code")).filter(digits=TOWN).order_by("code")
        self.fields["towns"].queryset = towns
        self.fields["towns"].error_messages["required"] = "请至少选择一个乡镇"
        if not self.instance.pk:
            self.initial.setdefault("towns", list(towns.values_list("pk", flat=True)))

    def clean(self):
        """The due day is not before the day that the files speak of."""
        cleaned = super().clean()
        as_of, due = cleaned.get("as_of"), cleaned.get("due")
        if as_of and due and due < as_of:
            self.add_error("due", "截止日期不能早于情况日期")
        return cleaned
