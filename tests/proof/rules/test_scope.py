"""design.md, idea 5: the one door for visibility, as a town's clerk meets it in an import."""

import io
import json

import pytest
from django.core.management import call_command

from tests import workbooks
from tests.proof.rules.desk import LATER, OTHER_TOWN, TOWN, code_for, firm, sheet_of

pytestmark = pytest.mark.django_db
SENTENCE = "该统一社会信用代码已由其他乡镇登记，请联系县级管理员"


@pytest.fixture
def clerk(desk):
    """The name of 龙泉镇's clerk."""
    call_command("add_user", "longquan", "--role", "town", "--region", OTHER_TOWN, stdout=io.StringIO())
    return "longquan"


def by_clerk(desk, clerk, *rows):
    content = workbooks.xlsx(sheet_of(rows))
    return desk.files({"龙泉镇.xlsx": content}, "--user", clerk, day=LATER, region="")


def test_a_code_that_another_town_registered_is_outside_with_one_fixed_sentence_and_no_name(desk, clerk):
    desk.survey(firm("甲"))
    answer = by_clerk(desk, clerk, firm("乙", code=code_for("甲"), town="龙泉镇"), firm("丙", town="龙泉镇"))
    assert (answer.counts, answer.exit_code) == ((1, 0, 0, 1), 3)
    (finding,) = [one for sheet in answer.sheets for one in sheet["findings"] if one["severity"] == "error"]
    assert SENTENCE in finding["message"]
    assert "青岭县甲有限公司" not in json.dumps(answer.json, ensure_ascii=False)


def test_a_clerk_without_a_region_option_imports_into_the_own_town(desk, clerk):
    row = {key: value for key, value in firm().items() if key != "town"}
    assert by_clerk(desk, clerk, row).counts == (1, 0, 0, 0)
    assert (desk.figure("total", LATER, TOWN), desk.figure("total", LATER, OTHER_TOWN)) == (0, 1)


def test_rows_of_another_town_are_outside_a_clerks_scope(desk, clerk):
    answer = by_clerk(desk, clerk, firm())
    assert (answer.counts, answer.errors) == ((0, 0, 0, 1), {(2, "outside_scope")})


def test_a_clerk_does_not_find_an_organization_of_another_town_by_its_name(desk, clerk):
    desk.survey(firm("甲", code=None))
    answer = by_clerk(desk, clerk, firm("甲", code=None, town="龙泉镇"))
    assert answer.counts == (1, 0, 0, 0)
    assert desk.figure("total", LATER) == 2
