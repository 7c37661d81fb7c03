"""Guides as cells name them: with blanks, several, and one person twice."""

import pytest

from orgs.models import Guide, Posting
from reports.imports.register import people
from tests.reports.imports.office import firm, outcomes

pytestmark = pytest.mark.django_db


def test_a_person_named_twice_in_a_cell_is_posted_once(office, world):
    batch = office.take(firm(1, guide="郝佳、郝 佳；郝佳", unit="县司法局"), firm(2, guide="..、..、郝佳"))
    assert outcomes(batch) == ["new", "new"]
    assert Posting.objects.filter(guide__name="郝佳", organization__name=firm(1)["name"]).count() == 1
    assert people("张三、张 三，李四;;") == ("张三", "李四")


def test_a_latin_name_keeps_its_blank_and_a_chinese_one_loses_it(office, world):
    batch = office.take(firm(1, guide="John  Smith", unit="县司法局"), firm(2, guide="郝 佳", unit="县司法局"))
    assert sorted(Guide.objects.filter(unit="县司法局").values_list("name", flat=True)) == ["John Smith", "郝佳"]
    again = office.plan(firm(1, guide="John Smith", unit="县司法局"), firm(2, guide="郝佳", unit="县司法局"))
    assert outcomes(again) == ["same", "same"]
    assert batch.pk != again.pk
