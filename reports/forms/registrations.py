"""The upload of registration lists."""

from django import forms

from liangxin.fields import day_field
from reports.forms.imports import AsOfForm, FilesField
from reports.models import Registration


class ListForm(AsOfForm):
    """Files, whose list they are, and the day on which it was drawn."""

    files = FilesField(
        label="登记名单",
        help_text="可一次选多个：.xlsx、.xls、.csv，每个不超过 20 MB。同一来源的名单要一次选全，新的整份替换旧的。",
        error_messages={"required": "请选择要导入的文件"},
    )
    source = forms.ChoiceField(label="来源", choices=Registration.Source.choices, widget=forms.RadioSelect)
    as_of = day_field(label="名单日期", help_text="名单是哪一天从登记系统导出的，如 2026-09-30。")
