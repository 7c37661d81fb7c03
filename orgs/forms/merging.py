"""What the merge page asks: the other organization, and for each field whose word stands."""

from django import forms

from liangxin.fields import NoColon
from orgs.forms.acts import chooser, reason_field
from orgs.models import Coverage, Organization
from orgs.sides import GONE, KEPT, Side


class OtherForm(NoColon, forms.Form):
    """Which organization is the same as the one at hand."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label="和哪一家合并")

    def __init__(self, *args, one: Organization, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        field.queryset = Organization.objects.editable_by(user).exclude(pk=one.pk)
        field.widget = chooser(Coverage, "organization", field)


class MergeForm(NoColon, forms.Form):
    """A choice for each field on which two organizations differ, and the reason."""

    reason = reason_field(label="合并原因", required=False, help_text="如 重复登记、名称写法不同")

    def __init__(self, *args, sides: list[Side], **kwargs):
        super().__init__(*args, **kwargs)
        self.sides = sides
        for side in sides:
            self.fields[f"take-{side.name}"] = forms.ChoiceField(
                label=side.label,
                choices=[(KEPT, side.kept or "空"), (GONE, side.gone or "空")],
                widget=forms.RadioSelect,
                initial=side.suggested,
                required=False,
            )

    def take(self) -> frozenset[str]:
        """The names for which the word of the one that goes stands; what was not asked as suggested."""
        said = self.data if self.is_bound else {}
        return frozenset(one.name for one in self.sides if said.get(f"take-{one.name}", one.suggested) == GONE)

    def rows(self):
        """(side, bound field) of what is to be chosen, in order."""
        return [(side, self[f"take-{side.name}"]) for side in self.sides if side.differs]
