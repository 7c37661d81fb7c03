"""What became of organizations that a file does not contain, and what the file covers."""

from django import forms

from liangxin.fields import NoColon, day_field
from orgs.choices import Kind
from orgs.models import Organization, Region
from reports.imports.leaving import OUTSIDE, Given, why_not
from reports.models import Absence

Answer = Absence.Answer
CLOSED_BECAUSE = "注销"  # the reason when the clerk says no other
AWAY = "away"  # out of the county
FATES = [(Answer.CLOSED.value, "1 已注销"), (Answer.MOVED.value, "2 迁出"), (Answer.MISSED.value, "3 漏报")]


class FateForm(NoColon, forms.Form):
    """One answer, about one organization or about those that are selected.

    towns: the regions that somebody may have moved to; organization: None for the selection, which is checked one by
    one.
    """

    answer = forms.ChoiceField(label="去向", choices=[*FATES, ("", "未答")], required=False, widget=forms.RadioSelect)
    day = day_field(label="日期", required=False)
    reason = forms.CharField(label="原因", max_length=150, required=False)
    place = forms.ChoiceField(label="迁往", required=False)

    def __init__(self, *args, towns: list[Region], organization: Organization | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.towns, self.organization = {town.code: town for town in towns}, organization
        places = [(code, town.name) for code, town in self.towns.items()]
        self.fields["place"].choices = [("", "请选择"), *places, (AWAY, "本县以外")]
        about = organization.name if organization else "选中的单位"
        self.fields["reason"].widget.attrs["placeholder"] = "可不填"
        for name in ("day", "reason", "place"):
            self.fields[name].widget.attrs["aria-label"] = f"{about}：{self.fields[name].label}"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == Answer.MOVED and not cleaned.get("place"):
            self.add_error("place", "请选择迁往哪里")
        given = self.given() if self.organization and not self.errors else None
        if given and (problem := why_not(self.organization, given)):
            self.add_error("day", problem)
        return cleaned

    def given(self) -> Given | None:
        """The answer of a valid form; None when nothing is said."""
        said = self.cleaned_data
        if not said["answer"]:
            return None
        if said["answer"] == Answer.MISSED:
            return Given(said["answer"])
        if said["answer"] == Answer.CLOSED:
            return Given(said["answer"], said["day"], said["reason"] or CLOSED_BECAUSE)
        return Given(said["answer"], said["day"], said["reason"], self.towns.get(said["place"]))


def initial_of(absence: Absence) -> dict:
    """A stored answer as FateForm shows it."""
    place = absence.region.code if absence.region else AWAY if absence.answer == Answer.MOVED else ""
    return {"answer": absence.answer, "day": absence.day, "reason": absence.reason, "place": place}


def said_of(absence: Absence) -> str:
    """A stored answer in words, beside its name: 迁往石桥镇, 歇业 …"""
    if absence.answer == Answer.MOVED:
        return f"迁往{absence.region}" if absence.region else f"{OUTSIDE} {absence.reason}".strip()
    return absence.reason


class CoversForm(NoColon, forms.Form):
    """What a file speaks of: towns or villages, and kinds. places: (code, name) of all that may be chosen."""

    places = forms.MultipleChoiceField(error_messages={"required": "至少选一个乡镇或村（社区）"})
    kinds = forms.MultipleChoiceField(choices=Kind.choices, error_messages={"required": "至少选一种单位类型"})

    def __init__(self, *args, places: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = places
