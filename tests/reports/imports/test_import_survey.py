"""The command line's import: into a round, of a registration list, and of files that are called the same."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from reports.imports.uploads import named_apart
from reports.models import ImportBatch, Registration, Round
from reports.rounds import DONE, standing
from tests import workbooks
from tests.reports.imports.office import DAY, LATER, firm, sheet_of
from tests.reports.registrations.authority import Authority, line_of

pytestmark = pytest.mark.django_db


def run(*arguments):
    """(exit code, what was printed as JSON)."""
    printed, code = StringIO(), 0
    try:
        call_command("import_survey", *map(str, arguments), "--json", stdout=printed)
    except SystemExit as end:
        code = end.code
    return code, json.loads(printed.getvalue())


@pytest.fixture
def round(world):
    made = Round.objects.create(name="2025年第二季度摸排", as_of=DAY, due=date(2025, 7, 10))
    made.towns.set([world.town_a, world.town_b])
    return made


def test_files_go_into_the_round_that_is_named_on_its_day(office, world, round):
    _, path = office.file(firm(1), firm(2))
    for more in ((), ("--as-of", DAY.isoformat())):
        code, found = run(path, "--round", round.name, *more)
        batch = ImportBatch.objects.get(pk=found["batch"])
        assert (code, batch.round, batch.as_of, batch.state) == (0, round, DAY, ImportBatch.State.APPLIED)
    states = {line.town: line.state for line in standing(round, world.county_admin)}
    assert states[world.town_a] == DONE


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "请用 --as-of 写情况日期，或用 --round 写摸排轮次"),
        (("--round", "没有这一轮"), "没有这个摸排轮次：没有这一轮"),
        (("--round", "2025年第二季度摸排", "--as-of", LATER), "的情况日期是 2025-06-30，与 --as-of 不一致"),
        (("--registrations", "market"), "请用 --as-of 写名单日期"),
        (("--registrations", "market", "--as-of", DAY, "--region", "330101"), "登记名单是全县的"),
        (("--registrations", "market", "--as-of", DAY, "--round", "2025年第二季度摸排"), "登记名单是全县的"),
        (("--registrations", "tax", "--as-of", DAY), "invalid choice"),
    ],
)
def test_what_does_not_fit_together_is_said_and_nothing_is_imported(office, world, round, arguments, sentence):
    _, path = office.file(firm(1))
    with pytest.raises(CommandError, match=sentence):
        run(path, *arguments)
    assert not ImportBatch.objects.exists()


def test_a_registration_list_is_taken_over_or_only_looked_at(world, tmp_path):
    authority = Authority(tmp_path, world.county_admin)
    _, path = authority.file(line_of(world.a_none), line_of(world.a_joint, name=""))
    code, found = run(path, "--registrations", "market", "--as-of", DAY.isoformat(), "--dry-run")
    assert (code, found["files"][0]["sheets"][0]["new"], Registration.objects.count()) == (3, 1, 0)
    assert not ImportBatch.objects.exists()
    code, found = run(path, "--registrations", "market", "--as-of", DAY.isoformat())
    batch = ImportBatch.objects.get(pk=found["batch"])
    assert (code, batch.state, batch.options["source"]) == (3, ImportBatch.State.APPLIED, "market")
    assert [one.name for one in Registration.objects.current()] == [world.a_none.name]


def test_a_list_in_which_nothing_is_read_replaces_none(world, office, tmp_path):
    Authority(tmp_path, world.county_admin).hand_over(line_of(world.a_none))
    path = workbooks.save(tmp_path, "空.xlsx", workbooks.xlsx(workbooks.table(["说明"], ["没有名单"])))
    code, found = run(path, "--registrations", "market", "--as-of", LATER.isoformat())
    assert (code, ImportBatch.objects.get(pk=found["batch"]).state) == (4, ImportBatch.State.DROPPED)
    assert Registration.objects.current().count() == 1


def test_a_list_is_not_for_a_town(world, tmp_path):
    _, path = Authority(tmp_path, world.county_admin).file(line_of(world.a_none))
    arguments = ("--registrations", "market", "--as-of", DAY.isoformat(), "--user", world.town_a_clerk.username)
    with pytest.raises(CommandError, match="登记名单由县级管理员导入"):
        run(path, *arguments)


@pytest.mark.nodb
def test_files_that_are_called_the_same_are_told_apart():
    names = ["摸排.xlsx", "摸排.xlsx", "摸排(2).xlsx", "摸排.xls", "摸排.xlsx", "摸排"]
    found = [name for name, _ in named_apart((name, None) for name in names)]
    assert found == ["摸排.xlsx", "摸排(2).xlsx", "摸排(2)(2).xlsx", "摸排.xls", "摸排(3).xlsx", "摸排"]


def test_a_repeat_says_in_which_of_two_files_with_one_name_the_other_row_is(office, world, client, tmp_path):
    rows = ([firm(1)], [firm(2), firm(1)])
    content = [workbooks.xlsx(sheet_of(one)) for one in rows]
    client.force_login(world.county_admin)
    files = [SimpleUploadedFile("城关镇.xlsx", one) for one in content]
    client.post(reverse("reports:upload"), {"files": files, "as_of": DAY.isoformat()})
    there = [tmp_path / "a" / "城关镇.xlsx", tmp_path / "b" / "城关镇.xlsx"]
    for path, one in zip(there, content, strict=True):
        path.parent.mkdir()
        path.write_bytes(one)
    _, told = run(*there, "--as-of", LATER.isoformat())
    for batch in (ImportBatch.objects.earliest("pk"), ImportBatch.objects.get(pk=told["batch"])):
        assert [file.name for file in batch.files.all()] == ["城关镇.xlsx", "城关镇(2).xlsx"]
        (row,) = batch.rows.filter(outcome="error")
        assert (row.file.name, row.number) == ("城关镇(2).xlsx", 3)
        assert "与文件“城关镇.xlsx”工作表“Sheet1”第 2 行是同一家单位" in row.findings[0]["message"]


def test_the_number_behind_a_name_does_not_hide_the_town(office, world, client):
    row = {key: value for key, value in firm(1).items() if key != "town"}
    other = {key: value for key, value in firm(2).items() if key != "town"}
    client.force_login(world.county_admin)
    files = [SimpleUploadedFile("城关镇.xlsx", workbooks.xlsx(sheet_of([one]))) for one in (row, other)]
    client.post(reverse("reports:upload"), {"files": files, "as_of": DAY.isoformat()})
    batch = ImportBatch.objects.latest("pk")
    assert list(batch.rows.values_list("town", "outcome")) == [(world.town_a.code, "new")] * 2
