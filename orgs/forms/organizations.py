"""The form of an organization: its own columns together with its standing of today."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from liangxin.codes import clean_code, credit_code_problem
from liangxin.dates import today
from liangxin.fields import Form, day_field
from orgs.choices import CATEGORY_KIND, CODE_KIND, Source
from orgs.forms.fields import NamesField, form_field
from orgs.forms.scope import places
from orgs.models import Organization, PartyBranch, Region, Standing, Zone
from orgs.models.standings import COUNTED
from orgs.services.standings import STATED

LINKED = ("region", "zone", "supervisor")
CHANGE, CORRECT = "change", "correct"
WRONG_CODE = "统一社会信用代码的校验位不对，请核对营业执照或登记证书"
TAKEN_ELSEWHERE = "该统一社会信用代码已由其他乡镇登记，请联系县级管理员"


def _standing_fields():
    return {name: form_field(Standing._meta.get_field(name), autocomplete=name in LINKED) for name in STATED}


class OrganizationForm(type("StandingFields", (Form,), _standing_fields())):
    """`standing` is the one in force today, None for a new organization; `user` is who fills the form in."""

    user = None
    standing = None

    former_names = NamesField(label="曾用名", required=False, help_text="多个名称用顿号隔开")
    standing_act = forms.ChoiceField(
        label="改动性质",
        choices=[(CHANGE, "变动（从某日起有变化，原来的情况保留）"), (CORRECT, "更正（原来录错了，一直就是这样）")],
        widget=forms.RadioSelect,
        required=False,
        help_text="改了上面的概况时必选",
    )
    standing_day = day_field(label="情况日期", required=False, help_text="变动从这一天起；新登记时为说明情况的日期")
    standing_act.asked = standing_day.asked = True  # questions, whose answers are stored nowhere

    class Meta:
        model = Organization
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, model in zip(LINKED, (Region, Zone, PartyBranch), strict=True):
            if name in self.fields:
                self.fields[name].queryset = model.objects.visible_to(self.user)
        if "standing_day" in self.fields:
            self.initial.setdefault("standing_day", today())
        if self.standing:
            self.initial.update({name: getattr(self.standing, name) for name in STATED if name not in LINKED})
            self.initial.update({name: getattr(self.standing, f"{name}_id") for name in LINKED})
            self._leave_to_the_roster()
            if self.standing.revenue is not None:  # 1479, not the 1479.0000 of the column
                self.initial["revenue"] = Decimal(f"{self.standing.revenue.normalize():f}")

    def _leave_to_the_roster(self):
        """Numbers that a complete roster counts are not typed in."""
        for name in COUNTED if self.standing.source == Source.ROSTER else ():
            if name in self.fields:
                self.fields[name].disabled, self.fields[name].help_text = True, "花名册已标记完整，按花名册计算"

    def clean_credit_code(self):
        code = clean_code(self.cleaned_data["credit_code"] or "") or None
        taken = Organization.objects.filter(credit_code=code).exclude(pk=self.instance.pk).first() if code else None
        if taken is None:
            return code
        if Organization.objects.visible_to(self.user).filter(pk=taken.pk).exists():
            raise ValidationError(f"该统一社会信用代码已登记为“{taken}”")
        raise ValidationError(TAKEN_ELSEWHERE)

    def clean_region(self):
        region = self.cleaned_data["region"]
        unchanged = self.standing and self.standing.region_id == region.pk
        if not unchanged and not places(self.user).filter(pk=region.pk).exists():
            raise ValidationError("请选择自己管理范围内的辖区；迁到外乡镇请用“迁移单位”")
        return region

    def clean(self):
        cleaned = super().clean()
        if self.standing and self.stated():
            if not cleaned.get("standing_act"):
                self.add_error("standing_act", f"改了概况（{'、'.join(self._changed_labels())}），请选是变动还是更正")
            elif cleaned["standing_act"] == CHANGE and not cleaned.get("standing_day"):
                self.add_error("standing_day", "请填写从哪一天起")
        if (day := cleaned.get("standing_day")) and day > today():
            self.add_error("standing_day", "不能晚于今天")
        return cleaned

    def stated(self) -> dict:
        """The standing's values that were changed in the form; all of them for a new organization."""
        names = [name for name in STATED if name in self.fields]
        if self.standing:
            names = [name for name in names if name in self.changed_data]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def own_names(self) -> list[str]:
        """The names of the organization's own columns in the form."""
        own = {field.name for field in Organization._meta.fields}
        return [name for name in self.fields if name in own]

    def own_changes(self) -> list[str]:
        """Those of them that were changed."""
        return [name for name in self.own_names() if name in self.changed_data]

    def remarks(self) -> list[str]:
        """What is odd but no error, each a sentence."""
        code, kind = self.cleaned_data.get("credit_code"), self.cleaned_data.get("kind")
        category = self.cleaned_data.get("category")
        found = []
        if code and credit_code_problem(code):
            found.append(WRONG_CODE)
        if code and CODE_KIND.get(code[:2], kind) != kind:
            found.append(f"代码以 {code[:2]} 开头，一般是{CODE_KIND[code[:2]].label}，请核对单位类型")
        if category and CATEGORY_KIND[category] != kind:
            found.append("单位类别与单位类型不一致，请核对")
        return found

    def _changed_labels(self):
        return [self.fields[name].label for name in self.stated()]
