"""The pages of the data checks: counts that open their lists, 五清, accepting with a reason until a day, workbook."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from liangxin.dates import today
from members.models import Membership, Transfer
from orgs.models import Organization, Standing
from reports.checks import CHECKS, Asked, Severity, rows_of
from reports.checks.accepting import accept, take_back
from reports.checks.counting import counts, five_clear, urgent
from reports.models import Acceptance
from tests.members.rows import member

SOON = today() + timedelta(days=30)


def address(key, name="check"):
    return reverse(f"reports:{name}", args=[key])


def listed(client, key, **query):
    return [line["name"] for line in client.get(address(key), query).context["lines"]]


def test_every_number_opens_a_list_of_as_many(world, client):
    member(branch=world.a_own_branch, organization=world.a_single)
    member("钱二", organization=world.b_none)
    client.force_login(world.county_admin)
    page = client.get(reverse("reports:checks"))
    numbers = {one.key: count for _, lines in page.context["groups"] for one, count, _ in lines}
    assert len(numbers) > 12
    for key, count in numbers.items():
        assert client.get(address(key)).context["numbers"]["open"] == count, key
    assert {one.key for one in page.context["clear"]} == set(CHECKS) - set(numbers)
    assert page.context["total"] == sum(numbers.values())


def test_the_places_of_a_rule_add_up_and_open_their_lists(world, client):
    Membership.objects.create(
        member=member("钱二"), branch=world.a_own_branch, start=date(2020, 1, 1), end=date(2021, 1, 1)
    )
    client.force_login(world.county_admin)
    page = client.get(reverse("reports:checks_towns"))
    assert page.context["columns"][-1] == "没有所在地"
    opened = 0
    for one, total, cells in page.context["lines"]:
        assert sum(count for _, count in cells) == total
        for code, count in cells:
            if count:
                assert client.get(address(one.key), {"place": code}).context["numbers"]["open"] == count, (
                    one.key,
                    code,
                )
                opened += 1
    assert opened > 20


def test_a_town_sees_its_own_by_village(world, client):
    client.force_login(world.town_a_viewer)
    page = client.get(reverse("reports:checks_towns"))
    assert "东门社区" in page.context["columns"]
    assert set(listed(client, "should_build")) == {world.a_should.name}
    client.force_login(world.town_b_clerk)
    assert listed(client, "should_build") == []


def test_a_town_is_not_told_of_other_places(world, client):
    member(branch=world.b_general, organization=world.a_single)
    Transfer.objects.create(
        member=member("钱二", branch=world.a_own_branch),
        origin=world.a_own_branch,
        target=world.b_general,
        sent=date(2024, 1, 1),
        valid_until=date(2024, 4, 1),
    )
    for user, here in (("town_a_clerk", "东门社区"), ("town_b_clerk", "石桥村"), ("supervisor_clerk", "石桥镇")):
        client.force_login(getattr(world, user))
        page = client.get(reverse("reports:checks_towns"))
        assert here in page.context["columns"]
        assert not [name for name in page.context["columns"] if name.isdigit()]
        found = {one.key: (total, [code for code, n in cells if n]) for one, total, cells in page.context["lines"]}
        towns = {"town_a_clerk": ["330199001"], "town_b_clerk": ["330199002"]}.get(user)
        assert found.get("letter_late") == (towns and (1, towns))


def test_only_one_severity_when_it_is_asked_for(world, client):
    client.force_login(world.county_viewer)
    for name in ("checks", "checks_towns"):
        page = client.get(reverse(f"reports:{name}"), {"severity": "must"})
        assert page.status_code == 200
        assert "未建党组织，没有写原因" not in page.content.decode()
        assert "应建未建" in page.content.decode()
        assert client.get(reverse(f"reports:{name}"), {"severity": "x"}).status_code == 404


def test_who_edits_finds_the_act_of_each_row(world, client):
    client.force_login(world.county_admin)
    member(organization=world.a_single)
    lines = {key: client.get(address(key)).context["lines"] for key in CHECKS}
    assert lines["joint_enough"][0]["act"].endswith(f"/split/?organization={world.b_joint.pk}")
    firsts = [found[0] for found in lines.values() if found]
    acts = {line["act"].split("?")[0].rstrip("/").split("/")[-1]: line["act"] for line in firsts}
    assert {"change", "elect", "split", "year"} <= set(acts)
    for act in [*acts.values(), lines["no_branch"][0]["url"]]:
        assert client.get(act).status_code == 200, act


def test_accepting_hides_a_finding_until_the_day_and_no_longer(world, client):
    client.force_login(world.town_a_clerk)
    given = {"picked": world.a_should.pk, "reason": "正在筹建", "until": SOON.isoformat()}
    page = client.post(address("should_build", "check_accept"), given, follow=True)
    assert page.context["numbers"] == {"open": 0, "accepted": 1}
    [line] = client.get(address("should_build"), {"show": "accepted"}).context["lines"]
    assert (line["accepted"].reason, line["accepted"].user_name) == ("正在筹建", "张伟")
    asked = Asked(world.county_admin, SOON + timedelta(days=1))
    one = CHECKS["should_build"]
    assert sum(counts(asked, [one])[one.key].values()) == 1
    entry = Acceptance.history.get()
    assert (entry.history_user, entry.record_name) == (world.town_a_clerk, world.a_should.name)


def test_an_acceptance_is_taken_back(world, client):
    client.force_login(world.town_a_clerk)
    accept(CHECKS["should_build"], [world.a_should.pk], reason="筹建", until=SOON, by=world.town_a_clerk)
    page = client.post(address("should_build", "check_take_back"), {"picked": world.a_should.pk}, follow=True)
    assert page.context["numbers"] == {"open": 1, "accepted": 0}
    assert [entry.history_type for entry in Acceptance.history.order_by("pk")] == ["+", "-"]


def test_an_acceptance_that_is_over_is_renewed(world):
    one, keys = CHECKS["should_build"], [world.a_should.pk]
    accept(one, keys, reason="筹建", until=SOON, by=world.county_admin)
    Acceptance.objects.update(until=today() - timedelta(days=1))
    accept(one, keys, reason="又延期", until=SOON, by=world.county_admin)
    assert Acceptance.objects.values_list("reason", "until").get() == ("又延期", SOON)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": ""}, "请写明为什么"),
        ({"until": ""}, "到哪一天"),
        ({"until": "明天"}, "日期看不懂"),
        ({"until": "2020-01-01"}, "一年以内"),
        ({"until": "2099-01-01"}, "一年以内"),
        ({"picked": ""}, "请先勾选"),
        ({"picked": "abc"}, "请先勾选"),
        ({"picked": "9" * 17}, "没有办理"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(world, client, given, said):
    client.force_login(world.town_a_clerk)
    right = {"picked": world.a_should.pk, "reason": "筹建", "until": SOON.isoformat()}
    page = client.post(address("should_build", "check_accept"), right | given, follow=True)
    assert said in page.content.decode()
    assert not Acceptance.objects.exists()


def test_nobody_accepts_for_others(world):
    one = CHECKS["should_build"]
    for user in (world.town_b_clerk, world.town_a_viewer, world.county_viewer):
        with pytest.raises(ValidationError):
            accept(one, [world.a_should.pk], reason="筹建", until=SOON, by=user)
    accept(one, [world.a_should.pk], reason="筹建", until=SOON, by=world.county_admin)
    with pytest.raises(ValidationError):
        take_back(one, [world.a_should.pk], by=world.town_b_clerk)
    assert Acceptance.objects.count() == 1


def test_only_what_the_rule_finds_is_accepted(world):
    with pytest.raises(ValidationError):
        accept(CHECKS["should_build"], [world.a_single.pk], reason="筹建", until=SOON, by=world.county_admin)


def test_the_workbook_holds_the_open_findings(world, client):
    client.force_login(world.county_viewer)
    book = load_workbook(BytesIO(client.get(address("no_reason", "check_workbook")).getvalue()))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    names = {row[1] for row in cells}
    assert set(listed(client, "no_reason")) <= names
    assert world.a_single.name not in names


def test_five_clear_tells_the_share_of_each_town(world, client):
    client.force_login(world.county_admin)
    lines = {line.name: line for line in five_clear(Asked(world.county_admin, today()))}
    assert lines["合计"].whole == sum(line.whole for name, line in lines.items() if name != "合计")
    before = lines["石桥镇"]
    assert (before.whole, before.all_five) == (2, 0)
    Standing.objects.filter(organization=world.b_joint).update(operating=True, industry="C", probationary_members=0)
    Organization.objects.filter(pk=world.b_joint.pk).update(head_name="林一", head_phone="1", head_is_member=False)
    after = next(line for line in five_clear(Asked(world.county_admin, today())) if line.name == "石桥镇")
    assert (after.clear, after.all_five) == ((1, 2, 1, 1, 1), 1)
    page = client.get(reverse("reports:checks_five"))
    assert "50.0%" in page.content.decode()


def test_the_workbench_counts_what_must_be_dealt_with(world, client):
    client.force_login(world.county_admin)
    [item] = [item for item in client.get("/").context["todo"] if item["what"] == "条体检问题须处理"]
    groups = client.get(item["url"]).context["groups"]
    assert item["count"] == sum(count for _, lines in groups for _, count, _ in lines)
    asked = Asked(world.county_admin, today())
    must = [one for one in CHECKS.values() if one.severity == Severity.MUST]
    assert urgent(asked) == sum(rows_of(one, asked).count() for one in must) > 0
    assert urgent(Asked(world.auditor, today())) == 0


@pytest.mark.parametrize("path", ["", "five/", "no_branch/", "should_build/"])
def test_a_page_takes_the_same_queries_however_much_there_is(world, client, path):
    client.force_login(world.county_admin)
    address = reverse("reports:checks") + path

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def more(number):
        for each in range(number):
            one = Organization.objects.create(kind="enterprise", name=f"新公司{number}{each}")
            Standing.objects.create(
                organization=one,
                region=world.town_c,
                full_members=4,
                start=date(1900, 1, 1),
                stated_on=date(2025, 1, 1),
            )
            member(f"钱{number}{each}", organization=one)
            Membership.objects.create(
                member=member(f"孙{each}"), branch=world.a_own_branch, start=date(2020, 1, 1), end=date(2021, 1, 1)
            )

    more(3)
    asked()
    few = asked()
    more(12)
    assert asked() == few


@pytest.mark.parametrize("query", [{"place": "x"}, {"place": "9" * 30}, {"place": "²"}])
def test_an_odd_place_is_not_found(world, client, query):
    client.force_login(world.county_admin)
    assert client.get(address("no_code"), query).status_code == 404
    assert client.get(address("nothing")).status_code == 404


def test_a_reader_cannot_accept_and_the_acts_are_posts(world, client):
    client.force_login(world.county_viewer)
    for name in ("check_accept", "check_take_back"):
        assert client.post(address("no_code", name), {"picked": 1}).status_code == 403
        assert client.get(address("no_code", name)).status_code == 405
