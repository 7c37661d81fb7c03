"""The small county of the tests holds the leaf statuses that its names promise."""

from datetime import date

from orgs.choices import Leaf
from orgs.coverage import LEAVES, standings_on, with_status
from orgs.models import Organization
from tests.world import ROLES

DAY = date(2025, 6, 30)


def test_each_organization_has_the_status_that_its_name_promises(world):
    found = with_status(standings_on(DAY), DAY).values_list("organization__name", "leaf")
    assert {name: LEAVES[leaf] for name, leaf in found} == {
        "星河机电有限公司": Leaf.SINGLE_BRANCH,
        "明远商贸有限公司": Leaf.JOINT,
        "东门社区养老服务中心": Leaf.AFFILIATED,
        "曾记网络科技有限公司": Leaf.FUNCTIONAL,
        "海涛物流有限公司": Leaf.SHOULD_BUILD,
        "青溪县书法协会": Leaf.SOME_MEMBERS,
        "立新印刷有限公司": Leaf.NO_MEMBERS,
        "石桥物流有限公司": Leaf.JOINT,
        "单氏食品有限公司": Leaf.NO_MEMBERS,
        "青溪县电子商务协会": Leaf.SOME_MEMBERS,
    }


def test_each_role_sees_its_own_organizations(world):
    counts = {name: Organization.objects.visible_to(getattr(world, name)).count() for name in ROLES}
    assert counts == {
        "county_admin": 12,
        "county_viewer": 12,
        "town_a_clerk": 9,
        "town_a_viewer": 9,
        "town_b_clerk": 2,
        "supervisor_clerk": 2,
        "guide_user": 1,
        "auditor": 0,
        "system_admin": 0,
    }
