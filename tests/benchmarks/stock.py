"""The baselines of django-import-export: what a user of the stock admin waits for with the same rows.

A user of the stock admin waits for two requests: the file is read and imported on trial for the preview, read again
and imported. The package loads the organizations only. Its export writes the cells without any style.
"""

from io import BytesIO
from pathlib import Path

import openpyxl
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource

from orgs.models import Organization, Standing
from orgs.models.standings import STATED_AS_IS
from tests.benchmarks.survey import facts

FIELDS = (
    "name",
    "kind",
    "credit_code",
    "address",
    "registered_address",
    "head_name",
    "head_phone",
    "head_is_member",
    "established",
    "unbuilt_reason",
)
BESIDE = ("former_names", "closed", "closed_reason", "charter_on", "unbuilt_text", "plan_note", "head_is_secretary")


class Stock(ModelResource):
    """What the package's documentation shows first."""

    class Meta:
        model = Organization
        fields = FIELDS
        import_id_fields = ("credit_code",)


class Bulk(Stock):
    """With the settings of the documentation's chapter on bulk imports."""

    class Meta(Stock.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True


class Export(ModelResource):
    """The columns of the ledger that one model and its foreign keys give."""

    class Meta:
        model = Standing
        fields = (
            *(f"organization__{name}" for name in (*FIELDS, *BESIDE)),
            *STATED_AS_IS,
            *("region__name", "zone__name", "supervisor__name", "revenue"),
        )


def write(path: Path, count: int) -> None:
    """The organizations' columns of the survey under one header row, as the stock resource wants them."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(FIELDS)
    for number in range(count):
        row = {"kind": "enterprise", "unbuilt_reason": "", **facts(number)}
        page.append([row[field] for field in FIELDS])
    book.save(path)


def load(resource: type[ModelResource], path: Path, count: int) -> None:
    """Both requests of an import. Raises AssertionError when a row is refused or lost."""
    for dry_run in (True, False):
        dataset = XLSX().create_dataset(path.read_bytes())
        result = resource().import_data(dataset, dry_run=dry_run, raise_errors=True)
        if result.has_errors() or result.has_validation_errors():
            raise AssertionError("the stock import refused a row")
    if Organization.objects.count() != count:
        raise AssertionError("the stock import lost rows")


def export(standings) -> bytes:
    """The .xlsx of `standings`, a queryset, without any style."""
    rows = standings.select_related("organization", "region", "zone", "supervisor")
    return BytesIO(Export().export(rows).export("xlsx")).getvalue()
