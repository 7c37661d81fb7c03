"""Every page in a real browser, at a desk and on a phone: accessible, inside the policy, inside the screen."""

import pytest
from django.urls import reverse

from reports.models import ImportBatch
from tests.browser.looking import BOTH, SIZES
from tests.workbooks import table, xlsx

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]
REGISTERS = ("organization", "partybranch", "guide", "posting", "visit", "zone", "region")


def pages_of(world):
    """What each of the cast opens: role → addresses."""
    rows = {
        "organization": world.a_single,
        "partybranch": world.a_joint_branch,
        "guide": world.guide,
        "posting": world.posting,
        "visit": world.visit,
        "zone": world.park,
        "region": world.village_a1,
    }
    lists = [reverse(f"admin:orgs_{name}_changelist") for name in REGISTERS]
    forms = [reverse(f"admin:orgs_{name}_change", args=[row.pk]) for name, row in rows.items()]
    histories = [reverse(f"admin:orgs_{name}_history", args=[row.pk]) for name, row in rows.items()]
    adds = [reverse(f"admin:orgs_{name}_add") for name in REGISTERS if name != "posting"]
    reports = [
        "/",
        reverse("reports:coverage"),
        reverse("reports:organizations"),
        reverse("reports:ledger", args=["enterprises"]),
        reverse("reports:help"),
        reverse("reports:search") + "?q=有限",
        reverse("reports:checks"),
        reverse("reports:checks_towns"),
        reverse("reports:checks_five"),
        reverse("reports:check", args=["no_reason"]),
    ]
    organization, branch = [world.a_single.pk], [world.a_joint_branch.pk]
    acts = [
        reverse("orgs:close", args=organization),
        reverse("orgs:move", args=organization),
        reverse("orgs:reopen", args=[world.a_closed.pk]),
        reverse("orgs:dissolve", args=branch),
        reverse("reports:transfers"),
        reverse("admin:orgs_region_import"),
    ]
    account = reverse("admin:orgs_user_change", args=[world.town_a_clerk.pk])
    return {
        "county_admin": [*reports, *lists, *forms, *histories, *adds, *acts, reverse("admin:password_change")],
        "town_a_viewer": [
            reports[0],
            reports[1],
            reverse("reports:coverage") + "?by=industry&before=2020-01-01",
            reverse("reports:coverage") + "?day=1990-01-01&kind=social",
            reverse("reports:coverage") + "?day=nothing&size=50_99",
            reverse("reports:organizations") + "?figure=outside",
            reverse("reports:organizations") + "?figure=covered&row=330199001001&day=2025-09-30",
            reverse("reports:branches"),
            reverse("reports:ledger", args=["socials"]) + "?state=covered",
            reverse("reports:ledger", args=["socials"]) + "?state=single_committee",
            *forms[:3],
        ],
        "town_a_clerk": [
            reverse("reports:upload"),
            reverse("reports:imports"),
            reverse("admin:orgs_zone_changelist") + "?q=nothing",
            reverse("admin:orgs_organization_delete", args=[world.a_none.pk]),
        ],
        "guide_user": ["/", lists[0], reverse("orgs:visit_new")],
        "auditor": ["/", reverse("log")],
        "system_admin": [
            "/",
            reverse("admin:orgs_user_changelist"),
            reverse("admin:orgs_user_add"),
            account,
            reverse("admin:orgs_user_password", args=[world.town_a_clerk.pk]),
        ],
    }


@pytest.mark.parametrize(
    "name", ["county_admin", "town_a_viewer", "town_a_clerk", "guide_user", "auditor", "system_admin"]
)
def test_every_page_is_accessible_inside_the_policy_and_inside_the_screen(look, world, name):
    looking = look(getattr(world, name), *BOTH)
    for path in pages_of(world)[name]:
        looking.open(path)
    assert looking.faults == []


def test_an_import_is_accessible_from_the_upload_to_the_undo(look, world, tmp_path):
    survey = table(
        ["单位名称", "统一社会信用代码", "单位类型", "村（社区）", "成立时间", "从业人员数", "正式党员", "没有这一列"],
        [world.a_should.name, world.a_should.credit_code, "非公企业", "南街社区", "2018-09-12", 77, 5, "甲"],
        ["新锐科技有限公司", "", "非公企业", "东门社区", "2024年", 12, 0, "乙"],
        ["日期看不懂公司", "", "非公企业", "东门社区", "约2019年", "约30", 0, ""],
        ["", "", "非公企业", "东门社区", "2020", 3, 0, ""],
    )
    (tmp_path / "城关镇.xlsx").write_bytes(xlsx(survey))
    looking = look(world.town_a_clerk, *BOTH)
    looking.open(reverse("reports:upload"))
    looking.page.set_input_files("input[type=file]", tmp_path / "城关镇.xlsx")
    looking.page.fill("[name=as_of]", "2026-09-30")
    looking.go("#content [type=submit]", "导入预览")
    looking.look("the preview")
    looking.go("#content [type=submit].default", "已写入")
    looking.look("what was written")
    batch = ImportBatch.objects.get()
    assert batch.state == ImportBatch.State.APPLIED
    looking.open(reverse("reports:import_undo", args=[batch.pk]))
    assert looking.faults == []


def test_pages_for_what_went_wrong_are_accessible_too(look, world):
    stranger = look(world.town_b_clerk, *BOTH)
    stranger.open("/admin/orgs/organization/99999/change/", status=404)
    stranger.open(reverse("admin:orgs_user_changelist"), status=403)
    nobody = look(None, *BOTH)
    nobody.open(reverse("admin:login"))
    nobody.page.fill("#id_username", "nobody")
    nobody.page.fill("#id_password", "nothing")
    nobody.go("[type=submit]")
    nobody.page.wait_for_selector(".errornote")
    nobody.look("a wrong password")
    assert stranger.faults + nobody.faults == []


@pytest.mark.parametrize("size", SIZES)
def test_errors_conflicts_and_open_widgets_are_accessible_too(look, world, size):
    looking = look(world.town_a_clerk, size)
    form = reverse("admin:orgs_organization_change", args=[world.a_single.pk])
    looking.open(form)
    looking.page.click(".field-region .select2-selection")
    looking.page.wait_for_selector(".select2-results__option[aria-selected]")
    looking.look("an open box of suggestions")
    looking.page.keyboard.press("Escape")
    world.a_single.address = "滨河路 8 号"
    world.a_single.version += 1
    world.a_single.save(update_fields=["address", "version"])
    looking.page.fill("#id_address", "滨河路 9 号")
    looking.page.fill("#id_established", "约2019年")
    looking.go("[name=_save]")
    looking.page.wait_for_selector(".lx-conflict")
    looking.look("a conflict and an error")
    assert looking.faults == []


def test_the_menu_of_the_phone_opens_without_a_script(look, world):
    looking = look(world.town_a_clerk, "phone")
    looking.open(reverse("admin:orgs_organization_changelist"))
    looking.page.click(".lx-menu")
    assert looking.page.is_visible(".lx-nav")
    looking.look("the open menu")
    assert looking.faults == []
