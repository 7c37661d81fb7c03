"""The upload of rosters."""

from django import forms

from liangxin.fields import day_field
from orgs.models import Region
from orgs.models.regions import COUNTY, TOWN
from reports.forms.imports import AsOfForm, FilesField
from reports.imports.pipelines import ROSTERS
from reports.models import ImportBatch

LABELS = dict(ImportBatch.Kind.choices)
RECOGNISE = ""  # by the header


class RosterForm(AsOfForm):
    """Files, what they are rosters of, the day they speak of, and the region they may speak of."""

    files = FilesField(
        label="花名册",
        help_text="可一次选多个：.xlsx、.xls、.csv，每个不超过 20 MB。全国党员管理系统导出的花名册原样上传，"
        "不用改格式；身份号码加密保存，页面上只显示首尾几位。",
        error_messages={"required": "请选择要导入的文件"},
    )
    kind = forms.ChoiceField(
        label="内容",
        required=False,
        choices=[(RECOGNISE, "按表头自动识别"), *((kind.value, LABELS[kind]) for kind in ROSTERS)],
        help_text="一次导入一种；自动识别错了的，在这里指定。",
    )
    as_of = day_field(
        label="情况日期",
        help_text="名册说的是哪一天的情况，如 2026-09-30；从系统导出的，填导出那一天。",
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label="范围",
        required=False,
        help_text="只收这个范围内的党员、党组织和指导员。",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = Region.objects.editable_by(user)
        places = [pk for pk, code in own.values_list("pk", "code") if len(code) in (COUNTY, TOWN)]
        self.fields["region"].queryset = own.filter(pk__in=places)
        self.fields["region"].empty_label = f"{user.region or ''}（全部）"
