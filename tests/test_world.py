"""The small county is the same whether it was just built or is put back."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from orgs.models import Organization
from tests import world_kept


def stored() -> dict:
    """Every row of the registers, their history and the accounts."""
    rows = {}
    for model in apps.get_app_config("orgs").get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)} ORDER BY 1")
            rows[model] = cursor.fetchall()
    return rows


@pytest.mark.django_db
def test_what_is_put_back_is_what_was_built_with_new_objects(monkeypatch):
    monkeypatch.setattr(world_kept, "_kept", world_kept.Kept())
    with transaction.atomic():
        built, before = world_kept.world(), stored()
        transaction.set_rollback(True)
    again = world_kept.world()
    assert stored() == before
    assert sum(map(len, before.values())) > 100
    assert vars(again) == vars(built)
    assert again.a_single is not built.a_single
    assert again.a_own_branch.host is again.a_single
    more = Organization.objects.create(name="再来一家", kind="enterprise")
    assert more.pk > max(row[0] for row in before[Organization])


@pytest.mark.django_db
def test_beside_rows_of_a_test_the_county_is_built_anew():
    first = Organization.objects.create(name="先来一家", kind="enterprise")
    world = world_kept.world()
    assert world.a_single.pk != first.pk
    assert Organization.objects.filter(pk__in=[first.pk, world.a_single.pk]).count() == 2
