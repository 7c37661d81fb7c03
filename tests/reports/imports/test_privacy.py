"""ID numbers of people: seeded all over a file, found nowhere but in its encrypted original."""

import tempfile
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from liangxin import vault
from liangxin.codes import credit_code_problem, is_id_number, without_id_numbers
from liangxin.grids import Grid, Workbook
from reports.imports.privacy import hide_id_numbers
from reports.models import ImportBatch
from tests import workbooks
from tests.world import credit_code

NUMBER = "330199198703150014"
OLD_NUMBER = "330199870315001"
WITH_X = "33019919900101002X"
TYPED_WRONG = "330199198703150015"
SEEDED = (NUMBER, OLD_NUMBER, WITH_X, TYPED_WRONG)


def hidden(*lines):
    """The rows of a grid afterwards."""
    rows = {number: dict(enumerate(line, 1)) for number, line in enumerate(lines, 1)}
    (grid,) = hide_id_numbers(Workbook("表.xlsx", "xlsx", [Grid("Sheet1", rows=rows)])).grids
    return [list(cells.values()) for cells in grid.rows.values()]


@pytest.mark.nodb
@pytest.mark.parametrize(
    "text", [NUMBER, WITH_X, WITH_X.lower(), "330199 19870315 0014", "３３０１９９１９８７０３１５００１４"]
)
def test_an_id_number_is_known_however_it_is_typed(text):
    assert is_id_number(text)
    assert without_id_numbers(
        f"张三（{text}）住东门"
    ) == f"张三（{'3301************' + text[-2:].upper()}）住东门".replace("１４", "14")


@pytest.mark.nodb
def test_credit_codes_phones_and_accounts_stay_as_they_are():
    digits = "913301990000000000"
    assert credit_code_problem(digits[:17] + "0") in (None, "check")
    kept = [
        credit_code("91", 7),
        digits,
        "13800000001、13900000002",
        "0571-88886666",
        "6222021202001234567",
        "20250630",
    ]
    assert [without_id_numbers(text) for text in kept] == kept
    assert hidden(["统一社会信用代码", "电话"], kept[:3], [13800000001, 20250630, 6222021202001234]) == [
        ["统一社会信用代码", "电话"],
        kept[:3],
        [13800000001, 20250630, 6222021202001234],
    ]


@pytest.mark.nodb
def test_in_a_column_for_them_old_and_mistyped_numbers_are_hidden_too():
    header = ["姓名", "身份证号码", "登记号"]
    assert hidden(header, ["张三", OLD_NUMBER, OLD_NUMBER], ["李四", TYPED_WRONG, TYPED_WRONG]) == [
        header,
        ["张三", "3301*********01", OLD_NUMBER],
        ["李四", "3301************15", TYPED_WRONG],
    ]


@pytest.mark.nodb
def test_numbers_that_the_office_suite_rounded_are_hidden():
    _, (number,), (code,) = hidden(["备注"], [330199198703150000.0], [913301990000000000.0])
    assert (number[:6], code) == ("3301**", 913301990000000000.0)


@pytest.mark.nodb
def test_what_a_cell_shows_instead_of_its_value_is_hidden_too():
    grid = Grid("表", rows={1: {1: "备注"}, 2: {1: 1.0}}, marks={(2, 1): f"shown:{NUMBER}", (3, 1): "shown:2019-07"})
    hide_id_numbers(Workbook("表.xlsx", "xlsx", [grid]))
    assert grid.marks == {(2, 1): "shown:3301************14", (3, 1): "shown:2019-07"}


@pytest.mark.django_db(transaction=True)
def test_a_seeded_number_lies_nowhere_but_in_the_encrypted_original(world, client, data_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    header = ["单位名称", "统一社会信用代码", "所在乡镇", "负责人", "负责人身份证号", "备注", "从业人员数"]
    header += ["党员身份证号", "说明"]
    first = ["新泰机械有限公司", credit_code("91", 6001), "城关镇", f"郝佳 {NUMBER}", OLD_NUMBER, f"党员{WITH_X}", "12"]
    second = ["新业机械有限公司", NUMBER, "城关镇", "郝佳", NUMBER, NUMBER, NUMBER]
    third = [f"新兴{NUMBER}机械有限公司", "", "没有的镇", "郝佳", TYPED_WRONG, "", f"约{NUMBER}"]
    rows = [[*first, TYPED_WRONG, NUMBER], [*second, NUMBER, NUMBER], third]
    sheet = workbooks.table([f"{NUMBER}登记表"], [f"填报单位：城关镇 {NUMBER}"], header, *rows)
    upload = SimpleUploadedFile(f"名册{NUMBER}.xlsx", workbooks.xlsx(sheet))
    client.force_login(world.town_a_clerk)
    assert client.post("/imports/upload/", {"files": upload, "as_of": "2025-06-30"}).status_code == 302
    batch = ImportBatch.objects.get()
    client.get(f"/imports/{batch.pk}/?show=all")
    assert client.post(f"/imports/{batch.pk}/apply/").status_code == 302
    assert batch.rows.filter(written=True).exists()
    (file,) = batch.files.all()
    assert vault.content_of(file.kept).startswith(b"PK")
    assert stored_texts() > 50
    assert [line for line in database().splitlines() if any(number in line for number in SEEDED)] == []
    assert [str(path) for path in files(data_folder, tmp_path) if has_number(path)] == []


def database() -> str:
    """Every value of every table."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def stored_texts() -> int:
    """How many rows the database holds: a search in nothing finds nothing."""
    return len(database().splitlines())


def files(*folders: Path):
    """The files that are left."""
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def has_number(path: Path) -> bool:
    content = path.read_bytes()
    return any(number.encode() in content for number in SEEDED)
