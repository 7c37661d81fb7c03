"""The ModelAdmin that every register extends, and its inline tables: scope, roles, titles, filters, labels.

Roles decide, not Django's permission tables: the user's `sees_registers` and `may_edit`, and which rows are
`visible_to` and `editable_by` the user. Strangers get 404, readers get 403 when they try to write.
"""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from liangxin import changes, conflicts
from liangxin.fields import Form, Suggest, dressed, own_field
from liangxin.names import normal_name

# model → [(name, title, act(request, rows))]: acts on the ticked rows of a list, put here by the apps above
ON_MANY: dict[type, list[tuple[str, str, Callable]]] = {}


class Scoped:
    """What a register and an inline table share: the user's rows and choices, and how fields look."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field in our looks."""
        field = own_field(db_field) if db_field.name not in self.autocomplete_fields else None
        return dressed(field or super().formfield_for_dbfield(db_field, request, **kwargs), db_field)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only rows that the user sees can be chosen."""
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", Suggest(db_field, self.admin_site))
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def choices_for(self, db_field, request):
        """The rows that the user may choose for `db_field`, a foreign key."""
        return db_field.remote_field.model.objects.visible_to(request.user)

    def get_queryset(self, request):
        """The user's rows."""
        return self.model.objects.visible_to(request.user)


class Register(Scoped, admin.ModelAdmin):
    """A register: its list, its form, its history."""

    form = Form
    actions = None
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    search_fields = ("search_key",)

    # Who may do what

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return getattr(request.user, "sees_registers", False)

    def has_add_permission(self, request):
        return getattr(request.user, "may_edit", False)

    def has_change_permission(self, request, obj=None):
        """Whether the role edits, and the row is one that the user may change."""
        if not getattr(request.user, "may_edit", False):
            return False
        return obj is None or obj.pk is None or self._is_editable(request, obj.pk)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def _is_editable(self, request, pk):
        known = request.__dict__.setdefault("editable_rows", {})  # asked some ten times for one page
        if (self.model, pk) not in known:
            known[self.model, pk] = self.model.objects.editable_by(request.user).filter(pk=pk).exists()
        return known[self.model, pk]

    def get_object(self, request, object_id, from_field=None):
        """The row, or 404 when it is not there for this user."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    # The list

    def get_actions(self, request):
        """The register's own acts on ticked rows and those of the apps above, for who may edit; no stock ones."""
        if "_popup" in request.GET or not self.has_change_permission(request):
            return {}
        own = {name: self.get_action(name) for name in self.actions or ()}
        many = {name: (_on_ticked(act), name, title) for name, title, act in ON_MANY.get(self.model, ())}
        return own | many

    def get_action_choices(self, request, default_choices=(("", "选择要办的事"),)):
        """The drop-down of acts, which says what it is for."""
        return super().get_action_choices(request, list(default_choices))

    def get_search_results(self, request, queryset, search_term):
        """Rows one of whose search keys holds each word: part of a name, a former name, a code, pinyin or initials."""
        for word in search_term.split():
            wanted = normal_name(word)
            keys = [Q(**{f"{path}__contains": wanted}) for path in self.get_search_fields(request)]
            queryset = queryset.filter(reduce(or_, keys))
        return queryset, False

    def suggested(self, request):
        """The rows that other forms offer while one types."""
        return self.get_queryset(request)

    def suggestion(self, row) -> str:
        """How a row is offered, with what tells it apart."""
        return str(row)

    def changelist_view(self, request, extra_context=None):
        """The list; empty parameters, as a drop-down left on 全部 sends them, are dropped from the address."""
        if request.method == "GET" and "" in request.GET.values():
            query = request.GET.copy()
            for key in [key for key, value in request.GET.items() if value == ""]:
                del query[key]
            return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)
        return super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})

    def get_changelist_instance(self, request):
        """The stock list without its own filter column: search_form.html shows the filters above the rows."""
        changelist = super().get_changelist_instance(request)
        changelist.has_filters = False
        return changelist

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form. What services, scope or database refuse is undone, and the form shown again with the sentences."""
        try:
            with transaction.atomic():
                if request.method == "POST" and object_id:
                    self._settle(request, object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refused:
            request.refused = tuple(refused.messages)
        except IntegrityError:
            request.refused = ("没有保存：与已有的记录冲突，例如同一天有两条计入覆盖的党组织。请核对日期。",)
        request.__dict__.pop("editable_rows", None)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _settle(self, request, object_id):
        """Hold the row and compare the post with what others have saved since the form was opened."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, obj):
            return  # the stock view answers
        self.model._base_manager.select_for_update().get(pk=obj.pk)
        obj = self.get_object(request, unquote(object_id))
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        form = self.get_form(request, obj, change=True, fields=fields)(request.POST, request.FILES, instance=obj)
        formsets, _ = self._create_formsets(request, form.instance, change=True)
        request.POST, request.conflict = conflicts.settle(
            request.POST,
            form,
            formsets,
            version=getattr(obj, "version", None),
            told=lambda since: changes.acts(self.history_told(request, obj), since),
        )
        if request.conflict:
            request.refused = (conflicts.AGAIN,)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The stock page; a form that can be saved carries what it was opened with."""
        if change and self.has_change_permission(request, obj):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            conflict = getattr(request, "conflict", None)
            context |= {
                "conflict": conflict,
                "opened": conflicts.opened(context["adminform"].form, formsets),
                "opened_version": getattr(obj, "version", ""),
                "opened_at": conflict and request.POST.get(conflicts.SINCE) or timezone.now().isoformat(),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)  # a class made for this request
        form.refused = getattr(request, "refused", ())
        return form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        title = str(self.get_object(request, unquote(object_id)))
        return super().change_view(
            request, object_id, form_url, {"title": title, "subtitle": None, **(extra_context or {})}
        )

    def add_view(self, request, form_url="", extra_context=None):
        title = f"新增{self.opts.verbose_name}"
        return super().add_view(request, form_url, {"title": title, **(extra_context or {})})

    def save_related(self, request, form, formsets, change):
        """Save the inline tables, then see that the row is still the user's own."""
        super().save_related(request, form, formsets, change)
        self.check_scope(request, form.instance)

    def check_scope(self, request, saved):
        """Raises ValidationError when the user could not change `saved` again: nothing moves out of the own scope."""
        request.__dict__.pop("editable_rows", None)
        if not self._is_editable(request, saved.pk):
            raise ValidationError(f"这样保存后，“{saved}”就不在您的管理范围内了，请联系县级管理员办理。")

    # Deleting is for typing errors

    def reasons_not_to_delete(self, obj) -> list[str]:
        """Why `obj` cannot be deleted, each a sentence; empty when it can."""
        return []

    def delete_view(self, request, object_id, extra_context=None):
        """The stock page, or back to the form with the reasons why not."""
        obj = self.get_object(request, unquote(object_id))
        if self.has_delete_permission(request, obj) and (reasons := self.reasons_not_to_delete(obj)):
            messages.error(request, f"“{obj}”不能删除：{'；'.join(reasons)}。删除只用于改正录错的记录。")
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", obj.pk)
        return super().delete_view(
            request, object_id, {"title": f"删除{self.opts.verbose_name}", **(extra_context or {})}
        )

    # History

    def history_sources(self, obj) -> list[changes.Source]:
        """Which history entries tell about `obj`."""
        return [changes.Source(self.model.history.filter(id=obj.pk))]

    def history_manner(self, request) -> dict:
        """What the user does not see of it: keyword arguments of changes.acts."""
        return {}

    def history_told(self, request, obj) -> list[changes.Source]:
        """Which of them the user of `request` is told."""
        return self.history_sources(obj)

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what, the newest first."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        pages = Paginator(changes.acts(self.history_told(request, obj), **self.history_manner(request)), 50)
        page = pages.get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": str(obj),
            "object": obj,
            "opts": self.opts,
            "page": page,
            "page_range": pages.get_elided_page_range(page.number),
        }
        return render(request, "admin/object_history.html", {**context, **(extra_context or {})})

    # It is kept by liangxin.history for every write, so the admin's own log would only repeat it

    def log_addition(self, request, obj, message):
        """Nothing."""

    def log_change(self, request, obj, message):
        """Nothing."""

    def log_deletions(self, request, queryset):
        """Nothing."""


def _on_ticked(act):
    """An act(request, rows) as the stock list calls it."""
    return lambda register, request, rows: act(request, rows)


class Rows(Scoped, admin.TabularInline):
    """An inline table: every field and the delete box carry their column's name for screen readers."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return getattr(request.user, "sees_registers", False)

    def has_add_permission(self, request, obj=None):
        return self._owner_editable(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._owner_editable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._owner_editable(request, obj)

    def _owner_editable(self, request, owner):
        return self.admin_site.get_model_admin(self.parent_model).has_change_permission(request, owner)

    def get_formset(self, request, obj=None, **kwargs):
        """The stock formset with labelled fields."""
        formset = super().get_formset(request, obj, **kwargs)

        class Labelled(formset):
            def add_fields(self, form, index):
                super().add_fields(form, index)
                for name, field in form.fields.items():
                    field.widget.attrs.setdefault("aria-label", str(field.label or ""))
                    box = getattr(field.widget, "widget", None)
                    if isinstance(box, Suggest) and form.instance.pk and form.instance._state.fields_cache.get(name):
                        row = getattr(form.instance, name)
                        box.known = {str(row.pk): row}

        return Labelled
