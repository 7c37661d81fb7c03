"""A ledger exported from the register and imported back changes nothing (issue point 15)."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command

from orgs.models import Organization
from reports.ledgers import LEDGERS
from reports.models import ImportRow
from tests.reports.ledgers.odd_register import DAY, build

COUNT = 2000


def register():
    """Every row of every register and its history, as comparable text."""
    models = [model for model in apps.get_app_config("orgs").get_models() if model._meta.model_name != "user"]
    return {model.__name__: sorted(map(repr, model.objects.values())) for model in models}


@pytest.mark.django_db
def test_an_exported_ledger_of_2000_organizations_imports_back_without_a_change(tmp_path, data_folder, capsys):
    build(COUNT)
    before = register()
    files = []
    for key in LEDGERS:
        files.append(str(tmp_path / f"{key}.xlsx"))
        call_command("ledger", key, "--as-of", DAY.isoformat(), "--out", files[-1])
    capsys.readouterr()
    try:
        call_command("import_survey", *files, "--as-of", DAY.isoformat(), "--json")
    except SystemExit as ended:
        pytest.fail(f"rows were kept out: {ended.code} {_told(capsys)}")
    told = json.loads(capsys.readouterr().out)
    sheets = [sheet for file in told["files"] for sheet in file["sheets"]]
    assert [sheet["ledger"] for sheet in sheets] == list(LEDGERS)
    changed = ImportRow.objects.exclude(outcome=ImportRow.Outcome.SAME).values_list("name", "outcome", "changes")
    assert list(changed[:20]) == []
    assert sum(sheet["same"] for sheet in sheets) == COUNT == Organization.objects.count()
    assert register() == before


def _told(capsys):
    findings = ImportRow.objects.filter(outcome__in=ImportRow.KEPT_OUT).values_list("name", "findings")
    return list(findings[:5])
