"""Inline tables of a branch's life: terms and files."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from orgs.admin.base import FactRows
from orgs.forms.branches import FileForm, FileFormSet, TermForm, TermFormSet
from orgs.models import BranchFile, Term


class TermRows(FactRows):
    """Elections of the branch."""

    model, form, formset = Term, TermForm, TermFormSet
    verbose_name = "届次"
    verbose_name_plural = "换届"
    fields = ("number", "elected", "due", "note")

    def get_queryset(self, request):
        """The latest first."""
        return self.model.objects.visible_to(request.user).order_by("-elected")


class FileRows(FactRows):
    """Papers of the branch, each a download."""

    model, form, formset = BranchFile, FileForm, FileFormSet
    verbose_name_plural = "批复等文件"
    readonly_fields = ("download", "added_said")

    def get_queryset(self, request):
        """In the order in which they were added."""
        return self.model.objects.visible_to(request.user)

    def get_fields(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return ("about", "upload", "download", "added_said")
        return ("about", "download", "added_said")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    @admin.display(description="已上传")
    def download(self, file):
        if not file.pk:
            return "—"
        return format_html('<a href="{}">{}</a>', reverse("orgs:branch_file", args=[file.pk]), file.file_name)

    @admin.display(description="上传人、时间")
    def added_said(self, file):
        return f"{file.user_name} {file.added:%Y-%m-%d}" if file.pk else "—"
