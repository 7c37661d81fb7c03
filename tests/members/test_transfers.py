"""Transfers: what sending, receiving and sending back do to a member, and who may do which."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from liangxin.dates import today
from members.models import CompleteRoster, Membership, PartyMember, Post, Relation, Transfer
from members.queries_transfers import FIGURES, of_figure, on_the_way, pocketed, waiting, year_table
from members.services import transfers
from members.services.rosters import restate
from orgs.scope import CONSOLE
from tests.members.rows import member

SENT, ARRIVED = date(2025, 3, 1), date(2025, 3, 20)


@pytest.fixture
def desk(world):
    """A member of town A at work in a single organization there, and a branch of town B."""
    world.person = member("钱一", organization=world.a_single, branch=world.a_own_branch)
    world.target = world.b_general
    return world


def letter(desk, **more):
    more = {"target": desk.target, "sent": SENT, "by": desk.town_a_clerk, **more}
    return transfers.send(member=desk.person, **more)


def relations(person):
    return [(str(one.start), one.end and str(one.end), one.state) for one in person.relations.order_by("start")]


def branches(person):
    return [(str(one.start), one.end and str(one.end), one.branch) for one in person.memberships.order_by("start")]


def test_on_its_way_the_member_stays_and_holds_a_letter(desk):
    sent = letter(desk, letter="青溪组转〔2025〕1号", valid_until=date(2025, 5, 30))
    assert (sent.state, sent.direction, sent.origin) == ("sent", "within", desk.a_own_branch)
    assert relations(desk.person) == [("2025-03-01", None, "letter")]
    assert branches(desk.person) == [("2020-01-01", None, desk.a_own_branch)]
    assert [list(waiting(user)) for user in (desk.town_b_clerk, desk.town_a_clerk)] == [[sent], []]
    assert [list(on_the_way(user)) for user in (desk.town_b_clerk, desk.town_a_clerk)] == [[], [sent]]


def test_receiving_moves_the_member_without_a_gap_and_ends_the_posts(desk):
    post = Post.objects.create(branch=desk.a_own_branch, member=desk.person, position="committee", start=SENT)
    sent = letter(desk)
    transfers.receive(transfer=sent, day=ARRIVED, by=desk.town_b_clerk)
    assert branches(desk.person) == [
        ("2020-01-01", "2025-03-20", desk.a_own_branch),
        ("2025-03-20", None, desk.target),
    ]
    assert relations(desk.person) == [("2025-03-01", "2025-03-20", "letter"), ("2025-03-20", None, "arrived")]
    post.refresh_from_db()
    assert post.end == ARRIVED
    sent.refresh_from_db()
    assert (sent.state, sent.settled) == ("received", ARRIVED)
    assert Transfer.history.filter(id=sent.pk).count() == 2
    for day in (SENT, ARRIVED - timedelta(days=1), ARRIVED, today()):
        assert Membership.objects.on(day).filter(member=desk.person).count() == 1


def test_received_on_the_day_it_was_sent(desk):
    transfers.receive(transfer=letter(desk), day=SENT, by=desk.county_admin)
    assert branches(desk.person)[-1] == ("2025-03-01", None, desk.target)
    assert relations(desk.person) == [("2025-03-01", None, "arrived")]


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (
            ARRIVED,
            [
                ("2020-01-01", "2025-03-01", "floating"),
                ("2025-03-01", "2025-03-20", "letter"),
                ("2025-03-20", None, "floating"),
            ],
        ),
        (SENT, [("2020-01-01", None, "floating")]),
    ],
)
def test_sending_back_restores_what_was_before(desk, day, after):
    Relation.objects.create(member=desk.person, state="floating", start=date(2020, 1, 1))
    sent = transfers.send_back(transfer=letter(desk), day=day, reason="抬头不符", by=desk.town_b_clerk)
    assert (sent.state, sent.settled, sent.reason) == ("back", day, "抬头不符")
    assert relations(desk.person) == after
    assert branches(desk.person) == [("2020-01-01", None, desk.a_own_branch)]
    letter(desk, sent=ARRIVED + timedelta(days=1))  # and another one can be sent


def test_a_letter_out_of_the_county_ends_everything_when_its_receipt_is_there(desk):
    sent = letter(desk, target=None, outside="外省某市机关党支部")
    assert PartyMember.objects.get(pk=desk.person.pk).left == ""
    transfers.receive(transfer=sent, day=ARRIVED, by=desk.town_a_clerk)
    gone = PartyMember.objects.get(pk=desk.person.pk)
    assert (gone.left, gone.left_why) == ("2025-03-20", "moved")
    assert branches(gone) == [("2020-01-01", "2025-03-20", desk.a_own_branch)]


def test_who_had_gone_out_comes_in_again(desk):
    transfers.receive(
        transfer=letter(desk, target=None, outside="外省某市机关党支部"), day=ARRIVED, by=desk.town_a_clerk
    )
    back = date(2025, 9, 1)
    gone = PartyMember.objects.get(pk=desk.person.pk)
    inward = transfers.expect(
        member=gone, target=desk.a_village_branch, outside="外省某市机关党支部", sent=back, by=desk.town_a_clerk
    )
    transfers.receive(transfer=inward, day=back, by=desk.town_a_clerk)
    here = PartyMember.objects.get(pk=desk.person.pk)
    assert (here.left, here.persontypes.on(back).get().person) == ("", "full")
    assert here.memberships.on(back).get().branch == desk.a_village_branch
    assert not here.persontypes.on(date(2025, 6, 1)).exists()


def test_who_came_with_a_letter_not_handed_in_is_on_the_list_until_it_is(desk):
    newcomer = member("孙三", organization=desk.a_single, state="pocket", since=date(2025, 4, 1))
    assert list(pocketed(desk.town_a_clerk, today())) == [newcomer]
    inward = transfers.expect(
        member=newcomer, target=desk.a_own_branch, outside="邻县某镇党委", sent=SENT, by=desk.town_a_clerk
    )
    assert relations(newcomer) == [("2025-04-01", None, "pocket")]
    with pytest.raises(ValidationError, match="2025年4月1日"):
        transfers.receive(transfer=inward, day=ARRIVED, by=desk.town_a_clerk)
    transfers.receive(transfer=inward, day=date(2025, 5, 6), by=desk.town_a_clerk)
    assert relations(newcomer) == [("2025-04-01", "2025-05-06", "pocket"), ("2025-05-06", None, "arrived")]
    assert not pocketed(desk.town_a_clerk, today()).exists()


def test_an_overdue_letter_is_on_the_list_of_both_sides(desk):
    sent = letter(desk, valid_until=today() - timedelta(days=1))
    for user, there in ((desk.town_a_clerk, True), (desk.town_b_clerk, True), (desk.county_admin, True)):
        assert pocketed(user, today()).exists() is there
    Transfer.objects.filter(pk=sent.pk).update(valid_until=today())
    assert not pocketed(desk.county_admin, today()).exists()


def test_the_roster_follows(desk):
    CompleteRoster.objects.create(organization=desk.a_single, start=date(2025, 1, 1))
    restate([desk.a_single], by=CONSOLE)

    def count(day):
        standing = desk.a_single.standings.on(day).get()
        return standing.full_members, standing.elsewhere_members

    sent = letter(desk)
    assert [count(day) for day in (SENT - timedelta(days=1), SENT)] == [(1, 0), (0, 1)]
    transfers.receive(transfer=sent, day=ARRIVED, by=desk.town_b_clerk)
    assert [count(day) for day in (SENT, ARRIVED)] == [(0, 1), (1, 0)]


REFUSED = [
    ({"sent": today() + timedelta(days=1)}, "不能晚于今天"),
    ({"valid_until": SENT - timedelta(days=1)}, "有效期不能早于开出日期"),
    ({"target": None}, "请选择转入的党支部"),
    ({"outside": "外省"}, "请选择转入的党支部"),
    ({"sent": date(2010, 1, 1)}, "不在任何党支部"),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(desk, given, sentence):
    with pytest.raises(ValidationError, match=sentence):
        letter(desk, **given)
    assert Transfer.objects.count() == Relation.objects.count() == 0


def test_one_letter_at_a_time(desk):
    letter(desk)
    with pytest.raises(ValidationError, match="已有一封开出"):
        letter(desk, sent=ARRIVED)


def test_to_its_own_branch_nobody_is_transferred(desk):
    with pytest.raises(ValidationError, match="不用转接"):
        letter(desk, target=desk.a_own_branch)


def test_each_side_does_its_own_part(desk):
    with pytest.raises(ValidationError, match="不在您的管理范围内"):
        letter(desk, by=desk.town_b_clerk)
    sent = letter(desk)
    for act in (
        lambda: transfers.receive(transfer=sent, day=ARRIVED, by=desk.town_a_clerk),
        lambda: transfers.send_back(transfer=sent, day=ARRIVED, reason="", by=desk.town_a_clerk),
        lambda: transfers.amend(transfer=sent, letter="1", valid_until=None, reason="", by=desk.town_b_clerk),
    ):
        with pytest.raises(ValidationError, match="不由您管理"):
            act()
    transfers.amend(transfer=sent, letter="更正1号", valid_until=None, reason="", by=desk.town_a_clerk)
    transfers.receive(transfer=sent, day=ARRIVED, by=desk.county_admin)
    with pytest.raises(ValidationError, match="已接收，不能再办理"):
        transfers.send_back(transfer=sent, day=ARRIVED, reason="", by=desk.county_admin)


def test_a_letter_is_not_received_before_it_was_sent(desk):
    with pytest.raises(ValidationError, match="不能早于开出日期"):
        transfers.receive(transfer=letter(desk), day=SENT - timedelta(days=1), by=desk.town_b_clerk)


def test_the_numbers_of_a_year_are_the_lists_behind_them(desk):
    transfers.receive(transfer=letter(desk), day=ARRIVED, by=desk.town_b_clerk)
    second = member("钱二", branch=desk.a_village_branch)
    sent = transfers.send(member=second, sent=date(2024, 12, 30), outside="邻县某镇党委", by=desk.town_a_clerk)
    transfers.receive(transfer=sent, day=date(2025, 1, 8), by=desk.town_a_clerk)
    third = member("钱三", branch=desk.a_village_branch)
    sent = transfers.send(member=third, sent=SENT, outside="邻县某镇党委", by=desk.town_a_clerk)
    transfers.send_back(transfer=sent, day=ARRIVED, reason="", by=desk.town_a_clerk)

    def table(user):
        return {row.name: dict(row.numbers) for row in year_table(user, 2025)}

    a = {"letters": 2, "given": 1, "taken": 0, "out": 1, "in": 0, "back": 1}
    b = {"letters": 0, "given": 0, "taken": 1, "out": 0, "in": 0, "back": 0}
    both = {key: a[key] + b[key] for key in a}
    assert table(desk.county_admin) == {"城关镇": a, "石桥镇": b, "合计": both}
    assert table(desk.town_b_clerk) == {"石桥镇": b, "合计": b}
    for row in year_table(desk.county_admin, 2025):
        for key, number in row.numbers:
            assert of_figure(FIGURES[key], desk.county_admin, 2025, row.code).count() == number
