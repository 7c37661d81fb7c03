"""Forms of a branch and of its life: the branch itself, its terms, its files."""

from django import forms
from django.core.exceptions import ValidationError

from liangxin.attaching import AttachmentField, attach, detach
from liangxin.fields import Form, NoColon
from orgs.choices import BranchPaper
from orgs.models import BranchFile, PartyBranch, Term
from orgs.scope import branch_subtree
from orgs.services.terms import due_by_rule, need_electable


class BranchForm(Form):
    """A branch; no branch stands above itself."""

    class Meta:
        model = PartyBranch
        fields = ()

    def clean_superior(self):
        superior = self.cleaned_data.get("superior")
        if superior and self.instance.pk and superior.pk in branch_subtree(self.instance):
            raise ValidationError("上级党组织不能是它自己或它的下级")
        return superior


class TermForm(Form):
    """A term; its end follows from the rules when nobody says it. The table sets `branch`, which may be new itself."""

    branch: PartyBranch

    class Meta:
        model = Term
        fields = ("number", "elected", "due", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "due" in self.fields:
            self.fields["due"].required = False
            self.fields["due"].help_text = "留空时按任期规定算出"

    def clean_elected(self):
        elected = self.cleaned_data["elected"]
        need_electable(self.branch, elected)
        return elected


class TermFormSet(forms.BaseInlineFormSet):
    """Terms of a branch; the end is worked out when the row is saved, as the level may be new as well."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.branch = self.instance

    def save(self, commit=True):
        rows = super().save(commit=False)
        if commit:
            for gone in self.deleted_objects:
                gone.delete()
            for row in rows:
                row.due = row.due or due_by_rule(row.branch, row.elected)
                row.full_clean()
                row.save()
        return rows


class FileForm(NoColon, forms.ModelForm):
    """A file of a branch: taken once, then only what it is about can be changed."""

    upload = AttachmentField(label="文件")

    class Meta:
        model = BranchFile
        fields = ("about",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["upload"].required = self.fields["upload"].widget.is_required = False
            self.fields["upload"].disabled = True
            self.fields["upload"].widget = forms.HiddenInput()


class FileFormSet(forms.BaseInlineFormSet):
    """Files of a branch, kept and removed by `user`, whom the admin sets."""

    user = None

    def save(self, commit=True):
        super().save(commit=False)
        for gone in self.deleted_objects:
            detach(gone, by=self.user)
        for row, _ in self.changed_objects:
            row.save(update_fields=["about"])
        added = [form for form in self.extra_forms if form.has_changed() and form not in self.deleted_forms]
        self.new_objects = [
            attach(
                BranchFile,
                form.cleaned_data["upload"],
                by=self.user,
                branch=self.instance,
                about=form.cleaned_data["about"],
            )
            for form in added
        ]
        return self.new_objects


class PaperForm(NoColon, forms.Form):
    """The paper on which an act rests."""

    paper = AttachmentField(label="批复文件", required=False)

    def keep(self, branch: PartyBranch, about: str = BranchPaper.OTHER, *, by) -> BranchFile | None:
        """The paper as a file of `branch`, of a valid form; None when there is none."""
        file = self.cleaned_data.get("paper")
        return file and attach(BranchFile, file, by=by, branch=branch, about=about)
