"""What the registers of this app share in the admin frame."""

from liangxin.registers import Register, Rows
from orgs.admin.phones import masked
from orgs.forms.scope import places
from orgs.models import Region
from orgs.models.base import Versioned
from orgs.services.deleting import delete, reasons_not_to_delete
from orgs.services.writing import raise_version


class Placed:
    """Regions that a form offers are those in which the user may register something."""

    def choices_for(self, db_field, request):
        if db_field.remote_field.model is Region:
            return places(request.user)
        return super().choices_for(db_field, request)


class CoreRegister(Placed, Register):
    """A register whose row, or whose dated facts, raise versions."""

    def reasons_not_to_delete(self, obj):
        return reasons_not_to_delete(obj)

    def save_model(self, request, obj, form, change):
        """Write the changed columns only; nothing when none changed."""
        if not change:
            obj.save()
            return
        own = {field.name for field in self.opts.fields}
        changed = [name for name in form.changed_data if name in own]
        if changed:
            if isinstance(obj, Versioned):
                obj.version += 1
                changed.append("version")
            obj.save(update_fields=changed)

    def delete_model(self, request, obj):
        """Delete together with what the row was born with; refused once anything else hangs on it."""
        delete(thing=obj, by=request.user)

    def history_manner(self, request):
        """Officials who only read see telephones masked here, too."""
        return {} if request.user.sees_phones else {"mask": masked}

    def save_formset(self, request, form, formset, change):
        """Save the rows and raise the versions of everything they hang on."""
        formset.save()
        touched = [*formset.new_objects, *(row for row, _ in formset.changed_objects), *formset.deleted_objects]
        owners = [owner for row in touched for owner in versioned(row)]
        if owners:
            raise_version(form.instance, *owners)


def versioned(row):
    """The versioned rows that a fact points at."""
    for field in row._meta.fields:
        if field.remote_field and issubclass(field.remote_field.model, Versioned) and getattr(row, field.attname):
            yield getattr(row, field.name)


class FactRows(Placed, Rows):
    """An inline table of dated facts."""

    def get_queryset(self, request):
        """The user's facts, the running ones first, with the things they name."""
        named = [field.name for field in self.opts.fields if field.remote_field]
        return super().get_queryset(request).select_related(*named).order_by("-start", "-id")
