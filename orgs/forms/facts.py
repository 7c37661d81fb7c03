"""Inline tables of dated facts: what must not overlap, and in which order rows are written."""

from django import forms
from django.core.exceptions import ValidationError

from liangxin.fields import Form
from liangxin.periods import BEGINNING
from orgs.choices import Mode
from orgs.forms.fields import SinceField
from orgs.models import BranchLevel, Coverage
from orgs.services.coverages import check_may_begin


def overlap(one, other) -> bool:
    """Whether two periods share a day."""
    return (one.end is None or other.start < one.end) and (other.end is None or one.start < other.end)


class FactFormSet(forms.BaseInlineFormSet):
    """Rows of one kind of fact; `alike` names the column in which two rows must differ to share a day."""

    alike = ""
    message = "有两行的时间重叠：{one}。请先给前一行填写终止日期"

    def clean(self):
        """Raises ValidationError when two rows overlap that must not."""
        super().clean()
        if any(self.errors):
            return
        kept = [form.instance for form in self.forms if form.is_bound and self._stays(form)]
        for place, one in enumerate(kept):
            for other in kept[:place]:
                if self.excludes(one, other) and overlap(one, other):
                    raise ValidationError(self.message.format(one=one))

    def excludes(self, one, other) -> bool:
        """Whether the two rows may not hold on the same day."""
        return getattr(one, self.alike) == getattr(other, self.alike)

    def _stays(self, form):
        return (form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE")

    def save(self, commit=True):
        """Removed rows first, then rows that now hold shorter, then the rest: no two overlap in between."""
        changed = super().save(commit=False)
        if commit:
            for gone in self.deleted_objects:
                gone.delete()
            for row in sorted(changed, key=self._grows):
                row.save()
            self.save_m2m()
        return changed

    def _grows(self, row):
        before = type(row).objects.filter(pk=row.pk).first() if row.pk else None
        if before is None:
            return 2
        return (
            0 if row.start >= before.start and row.end is not None and (not before.end or row.end <= before.end) else 1
        )


class CoverageFormSet(FactFormSet):
    """At most one counting coverage of an organization on a day (domain.md §2)."""

    message = "一家单位同一天只能有一条计入覆盖的党组织，单独组建的党组织也只覆盖一家单位。请给前一行填写终止日期"

    def excludes(self, one, other):
        if Mode.FUNCTIONAL in (one.mode, other.mode):
            return False
        return one.organization_id == other.organization_id or Mode.SINGLE in (one.mode, other.mode)

    def clean(self):
        """Also against what other forms hold: coverages by other branches, and who shares the branch."""
        super().clean()
        if any(self.errors):
            return
        mine = {form.instance.pk for form in self.forms if form.instance.pk}
        for form in self.forms:
            row = form.instance
            if not self._stays(form) or not {"branch", "organization", "mode", "start"} & set(form.changed_data):
                continue
            check_may_begin(row.organization, row.branch, row.mode, row.start)
            elsewhere = Coverage.objects.filter(organization=row.organization.pk, counts=True).exclude(pk__in=mine)
            if row.mode != Mode.FUNCTIONAL and any(overlap(row, other) for other in elsewhere):
                raise ValidationError(f"“{row.organization}”同一天已由别的党组织覆盖，请先终止那一条")


class PostingFormSet(FactFormSet):
    """The same guide is posted to an organization once at a time."""

    def excludes(self, one, other):
        return (one.guide_id, one.organization_id) == (other.guide_id, other.organization_id)


class MassGroupFormSet(FactFormSet):
    """One mass group of a kind at a time."""

    alike = "kind"


class TagFormSet(FactFormSet):
    """A tag once at a time."""

    alike = "tag"


class LevelForm(Form):
    """A level and the day from which it holds; it ends where the next begins."""

    start = SinceField(label="从哪天起")

    class Meta:
        model = BranchLevel
        fields = ("level", "start")

    def has_changed(self):
        """The first row of a new branch counts even when nobody touched what it proposes."""
        return super().has_changed() or not (self.instance.pk or self.empty_permitted)


class LevelFormSet(FactFormSet):
    """Exactly one level on each day: the ends follow from the beginnings."""

    message = "两行的起始日期相同"

    def clean(self):
        """Sets the ends. Raises ValidationError when no row holds from the beginning."""
        if not any(self.errors):
            kept = [form for form in self.forms if self._stays(form)]
            rows = sorted((form.instance for form in kept), key=lambda row: row.start)
            if not rows or rows[0].start != BEGINNING:
                raise ValidationError("请有一行不填日期，表示党组织成立以来的类别")
            for row, following in zip(rows, [*rows[1:], None], strict=True):
                row.end = following and following.start
            self._ended = rows
        super().clean()

    def excludes(self, one, other):
        return True

    def save(self, commit=True):
        """Also rows of which only the end moved."""
        changed = super().save(commit=False)
        stored = dict(BranchLevel.objects.filter(branch=self.instance).values_list("pk", "end"))
        moved = [row for row in self._ended if row.pk and row not in changed and stored.get(row.pk) != row.end]
        if commit:
            for gone in self.deleted_objects:
                gone.delete()
            for row in sorted([*changed, *moved], key=self._grows):
                row.branch = self.instance
                row.save()
        return changed
