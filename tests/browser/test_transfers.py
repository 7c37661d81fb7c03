"""Rosters and transfers in a real browser: a letter goes from one town to another, and every page fits."""

import pytest
from django.urls import reverse

from members.models import CompleteRoster, Transfer
from tests.browser.looking import BOTH
from tests.members.rows import START, member

pytestmark = [pytest.mark.browser, pytest.mark.nodb, pytest.mark.axe]


def test_a_letter_is_sent_and_received_and_every_page_fits(look, world):
    one = member("钱一", branch=world.a_own_branch, organization=world.a_single)
    member("钱二", branch=world.a_own_branch, organization=world.a_single, state="pocket")
    sender = look(world.town_a_clerk, *BOTH)
    sender.open(reverse("members:transfer_send", args=[one.pk]))
    sender.page.fill("#id_target_name", "中共石桥镇非公企业总支部委员会")
    sender.page.fill("#id_letter", "青溪组转〔2025〕1号")
    sender.go("input[value=列出会有什么变化]", "会带来的变化")
    sender.look("what sending does")
    sender.go("input[value=确认转出组织关系]", "已为“钱一”开出介绍信")
    for tab in ("sent", "pocket", "year"):
        sender.open(f"{reverse('members:transfers')}?tab={tab}")
    receiver = look(world.town_b_clerk, *BOTH)
    letter = Transfer.objects.get()
    receiver.open(reverse("members:transfers"))
    receiver.open(reverse("members:transfer", args=[letter.pk]))
    receiver.open(reverse("members:transfer_receive", args=[letter.pk]))
    receiver.go("input[value=列出会有什么变化]", "会带来的变化")
    receiver.go("input[value=确认接收]", "已接收“钱一”的介绍信")
    CompleteRoster.objects.create(organization=world.a_single, start=START)
    sender.open(reverse("members:roster", args=[world.a_single.pk]))
    sender.open(reverse("members:roster_incomplete", args=[world.a_single.pk]) + "?day=2024-01-01")
    assert sender.faults + receiver.faults == []
    assert letter.member.memberships.get(end=None).branch == world.b_general
