"""The one set of roster fields, what is switched off, and what is computed from dates on a day."""

from datetime import date, timedelta

import pytest

from members import ages, roster
from members.models import PartyMember
from orgs.models import Option

NATIONAL = (
    "姓名 性别 公民身份号码 民族 出生日期 学历 人员类别 学位 所在党支部 手机号码 入党日期 转正日期 党龄"
    " 新社会阶层类型 工作岗位 从事专业技术职务 是否农民工 现居住地 户籍所在地 是否失联党员 是否流动党员"
)


@pytest.mark.nodb
def test_the_fields_are_those_of_the_national_export_in_its_order():
    assert [field.title for field in roster.FIELDS if field.key != "remark"] == NATIONAL.split()


@pytest.mark.nodb
def test_what_a_register_cannot_do_without_is_no_choice():
    fixed = {field.title for field in roster.FIELDS if field.always}
    assert fixed >= {"姓名", "人员类别", "所在党支部", "入党日期", "转正日期", "是否失联党员", "是否流动党员"}
    assert not {field.key for field in roster.MORE if field.on}


def test_the_least_is_on_until_the_county_chooses(db):
    on = roster.keys_on()
    assert {"name", "id_number", "phone", "birth"} <= on
    assert not {"degree", "job", "migrant"} & on
    Option.objects.create(key=roster.OPTION, value=["学位", "是否农民工"])
    on = roster.keys_on()
    assert {"name", "branch", "degree", "migrant"} <= on
    assert not {"id_number", "phone", "birth", "sex"} & on


@pytest.mark.nodb
def test_values_of_fields_that_are_off_are_dropped_and_old_ones_kept():
    on = frozenset({"name", "degree", "migrant"})
    stated = {"name": "钱一", "phone": "13800000000", "degree": "学士", "workplace": "x"}
    assert roster.kept(stated, on) == {"name": "钱一", "degree": "学士", "workplace": "x"}
    before = {"residence": "东门社区", "degree": "无"}
    more = roster.more_of({"degree": "学士", "household": "y", "migrant": False}, on, before)
    assert more == {"residence": "东门社区", "degree": "学士", "migrant": False}
    assert roster.more_of({"degree": ""}, on, before) == {"residence": "东门社区"}


AGES = [
    ("1990-03-07", date(2026, 3, 6), 35),
    ("1990-03-07", date(2026, 3, 7), 36),
    ("2000-02-29", date(2026, 2, 28), 25),
    ("2000-02-29", date(2026, 3, 1), 26),
    ("1990", date(2026, 1, 1), 36),
    ("1990-12", date(2026, 11, 30), 35),
    ("2027", date(2026, 1, 1), None),
    ("", date(2026, 1, 1), None),
]


@pytest.mark.nodb
@pytest.mark.parametrize(("birth", "day", "years"), AGES)
def test_full_years_count_from_the_first_day_that_a_date_can_mean(birth, day, years):
    assert ages.age(birth, day) == ages.party_age(birth, day) == years


DAYS = (date(2024, 2, 29), date(2026, 3, 1), date(2026, 1, 1), date(2026, 12, 31))


def test_a_band_finds_exactly_those_who_have_that_age_on_the_day(db):
    around = [
        date(day.year - years, day.month, 1) + timedelta(days=days)
        for day in DAYS
        for years in (35, 36, 45, 46, 60, 61)
        for days in (-1, 0, 1, 27, 28, 29, 30, 31)
    ]
    births = sorted({born.isoformat()[:length] for born in around for length in (4, 7, 10)} | {"", "2030"})
    PartyMember.objects.bulk_create([PartyMember(name=f"钱{birth}", birth=birth) for birth in births])
    for day in DAYS:
        for band in ages.BANDS:
            wanted = [text for text in births if _within(band, ages.age(text, day))]
            found = PartyMember.objects.filter(band.born(day)).order_by("birth").values_list("birth", flat=True)
            assert list(found) == wanted, (band.label, day)


def _within(band, years):
    return years is not None and (band.least or 0) <= years <= (band.most or 200)


@pytest.mark.nodb
def test_the_bands_leave_nobody_out():
    whole = [band for band in ages.BANDS if not band.label.startswith("其中")]
    covered = [(band.least or 0, band.most or 200) for band in whole]
    assert all(before[1] + 1 == after[0] for before, after in zip(covered, covered[1:], strict=False))
