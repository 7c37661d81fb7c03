"""The upload and the preview of a roster in a real browser."""

import os

import pytest
from django.urls import reverse

from reports.imports.applying import apply
from reports.imports.batches import make_batch
from tests.browser.looking import BOTH
from tests.reports.rosters.office import DAY, LATER, Desk, Kind, member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.axe,
]


def test_a_roster_from_its_upload_to_its_undo(look, world, tmp_path):
    desk = Desk(tmp_path)
    looking = look(world.county_admin, *BOTH)
    looking.open(reverse("reports:roster_upload"))
    name, path = desk.file(
        member(1), member(2, 所在党支部="没有这个党支部"), member(3, 性别="女"), member(4), member(4)
    )
    looking.page.set_input_files("[name=files]", {"name": name, "mimeType": "", "buffer": path.read_bytes()})
    looking.page.fill("[name=as_of]", DAY.isoformat())
    looking.go("[type=submit].default", "导入预览")
    looking.look("the preview of a roster")
    _shoot(looking, "preview")
    looking.go("[type=submit].default", "导入结果")
    looking.look("what was written of a roster")
    later = make_batch(
        [desk.file(member(1, 学历="大学", 是否流动党员="是", 所在党支部="中共东门社区支部委员会"))],
        user=world.county_admin,
        as_of=LATER,
        kind=Kind.MEMBERS,
    )
    looking.open(reverse("reports:import", args=[later.pk]))
    _shoot(looking, "changed")
    apply(later, user=world.county_admin)
    looking.open(reverse("reports:import_undo", args=[later.pk]))
    looking.open(reverse("reports:imports"))
    looking.open(reverse("reports:roster_upload") + "?kind=guides")
    _shoot(looking, "upload")
    assert looking.faults == []


def _shoot(looking, name: str):
    """Pictures for who looks at them: LIANGXIN_SHOTS names the folder."""
    if folder := os.environ.get("LIANGXIN_SHOTS"):
        for size in BOTH:
            looking.resize(size)
            looking.page.screenshot(path=f"{folder}/{name}-{size}.png", full_page=True)
