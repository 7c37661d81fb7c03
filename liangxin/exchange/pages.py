"""The pages: upload, preview, confirmation, download."""

from django.contrib import messages
from django.forms import HiddenInput, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ImportForm

from liangxin.dates import today
from liangxin.exchange.sheets import FormStorage, SheetFormat, packed
from liangxin.grids import Refused

LARGEST = 2 * 1024 * 1024  # bytes of an upload: it travels through the confirmation form
PREVIEWED = 500  # rows


class UploadForm(ImportForm):
    """One file; its format is found out by the reader."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        self.fields["format"].widget, self.fields["format"].initial = HiddenInput(), "0"
        file = self.fields["import_file"]
        file.label, file.help_text = "文件", "xlsx、xls 或 csv，2 MB 以内，第一行是列名"
        file.widget.attrs = {"accept": ".xlsx,.xlsm,.xls,.csv"}

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST:
            raise ValidationError("文件超过 2 MB，请分成几份导入。")
        return file


class ConfirmForm(ConfirmImportForm):
    """The upload and its name, in hidden fields."""

    def clean_format(self):
        return "0"


class Exchange(ImportExportMixin):
    """Import and export for a Register; set `resource_classes`. Stands before Register among the bases."""

    import_template_name = "lx/exchange.html"
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    tmp_storage_class = FormStorage
    import_formats = export_formats = [SheetFormat]
    skip_export_form = skip_admin_log = True

    def has_import_permission(self, request):
        return self.has_add_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_resource_kwargs(self, request, *args, **kwargs):
        return {"user": request.user}

    def write_to_tmp_storage(self, import_file, input_format):
        storage = FormStorage()
        storage.save(packed(import_file))
        return storage

    def add_data_read_fail_error_to_form(self, form, e):
        """The reader's own sentence; anything else is a fault of ours and goes on."""
        if not isinstance(e, Refused):
            raise e
        form.add_error("import_file", str(e))

    def get_import_data_kwargs(self, **kwargs):
        """All rows or none."""
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def import_action(self, request, **kwargs):
        """The upload page, and the preview."""
        response = super().import_action(request, **kwargs)
        result = response.context_data.get("result")
        response.context_data |= {"title": f"导入{self.opts.verbose_name}", "previewed": PREVIEWED}
        if result:
            response.context_data["shown"] = result.valid_rows()[:PREVIEWED]
        return response

    @method_decorator(require_POST)
    def process_import(self, request, **kwargs):
        """The import itself, or back to the upload page with the reason."""
        if self.has_import_permission(request) and not self.create_confirm_form(request).is_valid():
            messages.error(request, "请先上传文件并核对预览。")
            return self._back("import")
        try:
            return super().process_import(request, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused))
            return self._back("import")

    def process_result(self, result, request):
        """To the list; when the register changed since the preview, back to the upload, with nothing written."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, "预览之后登记有了变化，没有写入。请重新上传并核对预览。")
            return self._back("import")
        super().process_result(result, request)
        return self._back("changelist")

    def add_success_message(self, result, request):
        said = {"new": "新增", "update": "修改", "skip": "不变"}
        counts = "，".join(f"{word} {result.totals[key]} 条" for key, word in said.items())
        messages.success(request, f"{self.opts.verbose_name}已导入：{counts}。")

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        """The download, under a Chinese file name that every browser reads."""
        response = super()._do_file_export(file_format, request, queryset, export_form)
        name = f"{self.opts.verbose_name} {today()}.xlsx"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def _back(self, page):
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"))
