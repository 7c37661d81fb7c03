"""A register as a table: what a row may say, what is wrong with it, and what it changes."""

import logging

from django.core.exceptions import ValidationError
from import_export.resources import Diff, ModelResource
from import_export.results import Result
from import_export.widgets import CharWidget

from liangxin.exchange.sheets import ROW
from liangxin.grids import Refused

log = logging.getLogger(__name__)


class Change(Diff):
    """Each column of a row as (old, new); the library's own has inline styles, which our policy forbids."""

    def as_html(self):
        return [("" if self.new else old, new) for old, new in zip(self.left, self.right, strict=True)]


class SheetResult(Result):
    """What an import found; `problems` are (row number, sentences), `not_understood` the columns nobody placed."""

    def __init__(self):
        super().__init__()
        self.problems, self.not_understood = [], []

    def append_invalid_row(self, number, row, validation_error):
        super().append_invalid_row(number, row, validation_error)
        self.problems.append((row.get(ROW), validation_error.messages))

    def append_error_row(self, number, row, errors):
        super().append_error_row(number, row, errors)
        for error in errors:
            log.error("import of row %s", row.get(ROW), exc_info=error.error)
        self.problems.append((row.get(ROW), ["这一行没能写入，请联系系统管理员查看日志。"]))


class SheetResource(ModelResource):
    """A register's table. A blank cell or an absent column leaves the register alone; nothing is ever deleted."""

    needed: tuple[str, ...] = ()  # columns that the file must have

    def __init__(self, *, user, **kwargs):
        super().__init__(**kwargs)
        self.user = user

    def get_result_class(self):
        return SheetResult

    def get_diff_class(self):
        return Change

    def get_queryset(self):
        """The rows that the user may change."""
        return self._meta.model.objects.editable_by(self.user)

    def key_of(self, row) -> str:
        """What two rows about the same thing have in common."""
        return row[self.needed[0]]

    def check(self, instance, row) -> dict[str, str]:
        """Sentences about the row by field, beyond what the model checks itself."""
        return {}

    def before_import(self, dataset, **kwargs):
        """Raises Refused for a file that lacks a column; remembers keys that occur more than once."""
        if missing := [title for title in self.needed if title not in dataset.headers]:
            raise Refused(f"缺少列：{'、'.join(missing)}。列名应是：{'、'.join(self.get_diff_headers())}。")
        self.rows = {}
        for values in dataset:
            row = dict(zip(dataset.headers, values, strict=True))
            self.rows.setdefault(self.key_of(row), []).append(row[ROW])
        known = {ROW, *(field.column_name for field in self.fields.values())}
        self.not_understood = [title for title in dataset.headers if title not in known]

    def after_import(self, dataset, result, **kwargs):
        super().after_import(dataset, result, **kwargs)
        result.not_understood = self.not_understood

    def before_import_row(self, row, **kwargs):
        self.row = row

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if row.get(field.column_name) not in (None, ""):
            super().import_field(field, instance, row, is_m2m, **kwargs)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Raises ValidationError with everything that is wrong with the row."""
        errors = dict(import_validation_errors or {})
        first, *again = self.rows[self.key_of(self.row)]
        if self.row[ROW] in again:
            errors["__all__"] = [f"与第 {first} 行重复"]
        for field, sentence in self.check(instance, self.row).items():
            errors.setdefault(field, [sentence])
        try:
            super().validate_instance(instance, errors, validate_unique)
        except ValidationError as wrong:
            raise ValidationError(list(self._sentences(wrong))) from None

    def _sentences(self, wrong):
        for name, sentences in wrong.message_dict.items():
            field = self.fields.get(name)
            yield from (f"{field.column_name}：{sentence}" if field else sentence for sentence in sentences)


class TextWidget(CharWidget):
    """Text as it is."""

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)
