"""The first accounts and regions, made from the command line."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from orgs.accounts import AccountRefused, new_user
from orgs.choices import Role
from orgs.models import Region, User
from orgs.region_files import RegionsRefused, load_regions
from tests.front_door.running import manage

pytestmark = pytest.mark.django_db

COUNTY = "code,name\n990101,青溪县\n990101001,青石镇\n990101001001,石桥村\n990101002,柳河镇\n"
PASSWORD = "quiet-river-42-stone"


def command(*arguments) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def county(tmp_path):
    """The file of a small county, loaded."""
    file = tmp_path / "regions.csv"
    file.write_text(COUNTY, encoding="utf-8-sig")
    assert "新增 4 个" in command("load_regions", str(file))
    return file


def test_the_same_regions_again_change_nothing_and_write_no_history(county):
    before = Region.history.count()
    assert "新增 0 个，改名 0 个，未变 4 个" in command("load_regions", str(county))
    assert Region.history.count() == before == 4


def test_a_renamed_region_keeps_its_row(county):
    key = Region.objects.get(code="990101002").pk
    county.write_text("code,name\n990101002,柳河街道\n", encoding="utf-8")
    assert "新增 0 个，改名 1 个" in command("load_regions", str(county))
    assert Region.objects.get(pk=key).name == "柳河街道"


def test_every_wrong_row_is_named_and_nothing_is_written():
    content = "code,name\n990101,青溪县\n99010,短码\n990101001,\n990101,别名\n990102003,远镇\n5.11902E+11,坏\n"
    with pytest.raises(RegionsRefused) as refused:
        load_regions(content.encode())
    assert [problem.split("：")[0] for problem in refused.value.problems] == [
        "第 3 行",
        "第 4 行",
        "第 5 行",
        "第 7 行",
        "第 6 行",
    ]
    assert "（与第 2 行）" in refused.value.problems[2]
    assert not Region.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("code,name\n990101,青溪县\n".encode("gb18030"), "UTF-8"),
        (b"", "第 1 行：表头"),
        (b"name\nx\n", "第 1 行：表头"),
        (b"code,name\n", "没有辖区"),
        (b"code,name\n990101\n", "没有名称"),
    ],
)
def test_a_file_that_is_no_list_of_regions_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(RegionsRefused, match=sentence):
        load_regions(content)


def test_codes_of_national_lists_with_trailing_zeros_are_shortened():
    load_regions("code,name\n990101000000,青溪县\n990101001000,青石镇\n990101001001,石桥村\n".encode())
    assert list(Region.objects.values_list("code", flat=True)) == ["990101", "990101001", "990101001001"]


def test_an_account_made_off_a_terminal_gets_a_password_that_is_printed_once_and_works(county):
    said = command("add_user", "wang", "--role", "town", "--region", "990101001", "--name", "王小明")
    password = said.split("密码：")[1].split("（")[0]
    user = authenticate(username="wang", password=password)
    assert (user.role, user.region.name, str(user), user.is_staff) == (Role.TOWN, "青石镇", "王小明", True)


def test_a_role_may_be_named_in_chinese_and_a_county_role_needs_no_region(county):
    command("add_user", "li", "--role", "县级管理员")
    assert User.objects.get(username="li").region.code == "990101"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--role", "boss"], "没有“boss”这个角色"),
        (["--role", "town"], "要用 --region"),
        (["--role", "town", "--region", "990101999"], "没有代码为 990101999 的辖区"),
    ],
)
def test_an_account_that_will_not_do_is_refused_and_not_made(county, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        command("add_user", "x", *arguments)
    assert not User.objects.exists()


def test_a_county_account_before_there_are_regions_is_told_to_load_them():
    with pytest.raises(CommandError, match="load_regions"):
        command("add_user", "x", "--role", "county")


def test_a_name_that_is_taken_and_a_weak_password_are_refused(county):
    region = Region.objects.get(code="990101")
    new_user(username="wang", role=Role.COUNTY, region=region, password=PASSWORD)
    with pytest.raises(AccountRefused):
        new_user(username="wang", role=Role.COUNTY, region=region, password=PASSWORD)
    with pytest.raises(AccountRefused):
        new_user(username="li", role=Role.COUNTY, region=region, password="12345678")
    assert User.objects.count() == 1


@pytest.mark.nodb
def test_a_script_can_hand_the_password_over_on_standard_input(tmp_path, migrated):
    migrated(tmp_path)
    made = manage("add_user", "zhao", "--role", "system", "--password-stdin", var=tmp_path, feed=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    assert PASSWORD not in made.stdout
    weak = manage("add_user", "qian", "--role", "system", "--password-stdin", var=tmp_path, feed="1\n")
    assert weak.returncode == 1
    assert "Traceback" not in weak.stderr
