"""The frame: who comes in, what the navigation shows, and what stays closed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

LISTS = ("organization", "partybranch", "guide", "posting", "visit", "matter", "zone", "region")


@pytest.mark.parametrize("name", ["county_admin", "county_viewer", "town_a_clerk", "town_a_viewer", "supervisor_clerk"])
def test_every_business_role_opens_the_list_of_every_register(as_user, name):
    client = as_user(name)
    for register in LISTS:
        assert client.get(reverse(f"admin:orgs_{register}_changelist")).status_code == 200, register


@pytest.mark.parametrize("name", ["auditor", "system_admin"])
def test_roles_without_business_rows_are_refused_every_register(as_user, name):
    client = as_user(name)
    for register in LISTS:
        assert client.get(reverse(f"admin:orgs_{register}_changelist")).status_code == 403, register


def test_the_county_opens_the_forms_and_the_history_of_every_register(as_user, world):
    rows = {
        "organization": world.a_single,
        "partybranch": world.a_joint_branch,
        "guide": world.guide,
        "posting": world.posting,
        "visit": world.visit,
        "zone": world.park,
        "region": world.village_a1,
    }
    client = as_user("county_admin")
    for register, row in rows.items():
        for page in ("change", "history"):
            assert client.get(reverse(f"admin:orgs_{register}_{page}", args=[row.pk])).status_code == 200, register
        assert client.get(reverse(f"admin:orgs_{register}_add")).status_code == 200, register
        assert client.get(reverse(f"admin:orgs_{register}_delete", args=[row.pk])).status_code in (200, 302)


NAVIGATION = {  # role: what its navigation must show and must not
    "county_admin": ({"工作台", "单位", "党组织", "导入摸排表", "覆盖率报表", "辖区"}, {"账号", "修改记录"}),
    "town_a_viewer": ({"工作台", "单位", "覆盖率报表"}, {"导入摸排表", "导入记录", "账号", "修改记录"}),
    "guide_user": ({"单位", "走访", "记录走访", "跟踪事项"}, {"党组织", "走访情况", "导入摸排表", "账号"}),
    "auditor": ({"修改记录"}, {"单位", "党组织", "走访", "账号", "导入摸排表", "覆盖率报表"}),
    "system_admin": ({"账号"}, {"单位", "党组织", "走访", "修改记录", "导入摸排表", "覆盖率报表"}),
}


@pytest.mark.parametrize("name", NAVIGATION)
def test_the_navigation_shows_what_a_role_may_open_and_all_of_it_opens(as_user, name):
    client = as_user(name)
    groups = client.get(reverse("admin:password_change")).context["navigation"]
    links = {label: url for _, lines in groups for label, url, _ in lines}
    there, absent = NAVIGATION[name]
    assert there <= links.keys()
    assert not absent & links.keys()
    for url in links.values():
        assert client.get(url).status_code == 200


def test_the_longest_address_is_marked_as_the_current_one(as_user):
    page = as_user("county_admin").get(reverse("admin:orgs_organization_changelist"))
    here = [label for _, lines in page.context["navigation"] for label, _, current in lines if current]
    assert here == ["单位"]


def test_who_is_not_signed_in_is_led_to_the_sign_in(client, db):
    page = client.get(reverse("admin:orgs_organization_changelist"))
    assert page.url.startswith(reverse("admin:login"))
    assert client.get("/nothing/here/").status_code == 404


def test_an_address_of_the_stock_admin_index_leads_to_the_workbench(as_user):
    client = as_user("county_admin")
    assert client.get(reverse("admin:index")).url == "/"
    assert client.get("/admin/orgs/").url == reverse("admin:orgs_organization_changelist")
    assert as_user("auditor").get("/admin/orgs/").status_code == 404


def test_signing_out_leads_to_the_sign_in(as_user):
    assert as_user("county_admin").post(reverse("admin:logout")).url == reverse("admin:login")


def test_a_page_that_was_open_too_long_is_refused_in_words(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.county_admin)
    page = client.post(reverse("admin:orgs_guide_add"), {"name": "沈立新"})
    assert page.status_code == 403
    assert "页面已过期" in page.content.decode()


def test_a_failure_of_the_server_is_said_in_words(rf):
    page = server_error(rf.get("/"))
    assert page.status_code == 500
    assert "刚才的操作没有完成" in page.content.decode()


def test_every_page_forbids_what_comes_from_elsewhere(client, db):
    policy = client.get(reverse("admin:login")).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
