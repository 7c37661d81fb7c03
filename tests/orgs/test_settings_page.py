"""设置: the county's own numbers and choices, their limits, their history, and who may touch them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members import roster
from orgs.models import Option
from orgs.options import OPTIONS, option
from orgs.services.options import set_options
from tests.filling import filled
from tests.orgs.admin.conftest import as_user

PAGE = "orgs:settings"
__all__ = ["as_user"]


def test_a_setting_is_changed_and_its_history_told(as_user, world):
    client = as_user("county_admin")
    page = client.get(reverse(PAGE))
    assert "还没有改动过" in page.content.decode()
    post = filled(page, guide_most=8) | {roster.OPTION: ["学位", "性别"]}
    text = client.post(reverse(PAGE), post, follow=True).content.decode()
    assert (option("guide_most"), option(roster.OPTION)) == (8, ["性别", "学位"])
    assert option("joint_most") == OPTIONS["joint_most"].default
    for told in ("每名党建指导员最多联系单位", "性别、学位", "王芳"):
        assert told in text
    assert Option.objects.count() == 2  # what is as declared is not written
    assert "党员花名册的可选栏目" in as_user("auditor").get(reverse("log")).content.decode()


def test_the_same_values_again_write_nothing(as_user, world):
    client = as_user("system_admin")
    page = client.get(reverse(PAGE))
    on = {roster.OPTION: option(roster.OPTION)}
    assert "没有改动" in client.post(reverse(PAGE), filled(page) | on, follow=True).content.decode()
    assert not Option.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"guide_most": "51"}, "50"), ({"guide_most": ""}, "必填"), ({roster.OPTION: ["血型"]}, "血型")],
)
def test_what_is_outside_the_limits_is_refused(as_user, world, changes, sentence):
    client = as_user("county_admin")
    answer = client.post(reverse(PAGE), filled(client.get(reverse(PAGE))) | changes)
    assert "没有保存" in answer.content.decode()
    assert sentence in answer.content.decode()
    assert not Option.objects.exists()


def test_the_service_checks_too(world):
    for values in ({"guide_most": 0}, {"guide_most": True}, {roster.OPTION: "学位"}):
        with pytest.raises(ValidationError):
            set_options(values=values, by=world.county_admin)
    with pytest.raises(PermissionDenied):
        set_options(values={"guide_most": 4}, by=world.town_a_clerk)
