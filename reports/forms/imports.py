"""The upload of survey workbooks."""

from django import forms

from liangxin.fields import NoColon, day_field
from orgs.models import Region
from orgs.models.regions import COUNTY, TOWN
from reports.imports.batches import CannotImport, check_as_of
from reports.models import Round
from reports.rounds import round_of_day

MOST_FILES = 100


class SeveralFiles(forms.ClearableFileInput):
    """A file box that takes many files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploaded files."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"一次最多 {MOST_FILES} 个文件，请分几次导入")
        if not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for file in given:
            if not file.size:
                raise forms.ValidationError(f"文件“{file.name}”是空的，请重新选择")
        return list(given)


class AsOfForm(NoColon, forms.Form):
    """A form with the day `as_of` of which its files speak."""

    def clean_as_of(self):
        """A day that has come."""
        day = self.cleaned_data["as_of"]
        try:
            check_as_of(day)
        except CannotImport as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return day


class UploadForm(AsOfForm):
    """Files, the day they speak of, and the region they may speak of."""

    files = FilesField(
        label="摸排表",
        help_text="可一次选多个：.xlsx、.xls、.xlsm、.csv，每个不超过 20 MB。不用先改格式，认不出的内容会列出来。",
        error_messages={"required": "请选择要导入的文件"},
    )
    as_of = day_field(
        label="情况日期",
        help_text="表中内容说的是哪一天的情况，如 2026-09-30。不是今天的日期，也不是上传的日期。",
    )
    round = forms.ModelChoiceField(
        Round.objects.none(),
        label="摸排轮次",
        required=False,
        empty_label="按情况日期归入",
        help_text="不选时归入情况日期相同的轮次；没有这样的轮次，就不归入。",
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label="范围",
        required=False,
        help_text="只收这个范围内的单位；表里没有写乡镇的，也按这里算。",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = Region.objects.editable_by(user)
        places = [pk for pk, code in own.values_list("pk", "code") if len(code) in (COUNTY, TOWN)]
        self.fields["region"].queryset = own.filter(pk__in=places)
        self.fields["region"].empty_label = f"{user.region or ''}（全部）"
        self.user = user
        self.fields["round"].queryset = Round.objects.visible_to(user)
        if not self.fields["round"].queryset.exists():
            del self.fields["round"]

    def clean(self):
        """The round of the files: the chosen one, which speaks of the same day, else the one of that day."""
        cleaned = super().clean()
        day, chosen = cleaned.get("as_of"), cleaned.get("round")
        if day and chosen and chosen.as_of != day:
            self.add_error("round", f"{chosen.name}的情况日期是 {chosen.as_of}，与上面填的不一致，请改其中一个")
        elif day and not chosen:
            cleaned["round"] = round_of_day(day, self.user)
        return cleaned
