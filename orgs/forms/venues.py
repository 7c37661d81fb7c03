"""The form of a venue: one box for each item of the checklist."""

from django import forms

from liangxin.fields import Form
from orgs.models import Venue

PREFIX = "has_"


class VenueForm(Form):
    """A venue; the boxes stand in a subclass made for the items that are asked."""

    items: tuple = ()  # VenueItem

    class Meta:
        model = Venue
        fields = ("name", "region", "branch", "address", "area", "opened", "closed")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for item in self.items:
            if PREFIX + item.key in self.fields:
                self.initial[PREFIX + item.key] = item.key in self.instance.has

    def clean(self):
        cleaned = super().clean()
        opened, closed = cleaned.get("opened"), cleaned.get("closed")
        if opened and closed and closed < opened[: len(closed)]:
            self.add_error("closed", "停用时间不能早于启用时间")
        return cleaned

    def save(self, commit=True):
        asked = {item.key for item in self.items}
        kept = [key for key in self.instance.has if key not in asked]
        ticked = [item.key for item in self.items if self.cleaned_data.get(PREFIX + item.key)]
        self.instance.has = ticked + kept
        return super().save(commit)


def form_for(items) -> type[VenueForm]:
    """The form with a box for each of `items`."""
    boxes = {PREFIX + item.key: forms.BooleanField(label=item.name, required=False) for item in items}
    return type("VenueItemsForm", (VenueForm,), {**boxes, "items": tuple(items)})
