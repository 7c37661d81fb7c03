"""The search box of the head in a real browser: one key leads to it from anywhere but a box, and Enter finds."""

import pytest
from django.urls import reverse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]


def test_one_key_leads_to_the_search_and_enter_finds(look, world):
    looking = look(world.town_a_clerk, "desk")
    looking.open(reverse("admin:orgs_organization_change", args=[world.a_none.pk]))
    focused = "document.activeElement.id"
    looking.page.keyboard.press("/")
    assert looking._ask(focused) == "lx-search"
    looking.page.focus("#id_address")
    looking.page.keyboard.press("/")
    assert looking._ask(focused) == "id_address"
    assert "/" in looking.page.input_value("#id_address")
    looking.page.keyboard.press("Backspace")
    looking.open("/")
    looking.page.keyboard.press("/")
    looking.page.keyboard.type("htwl")
    looking.go(lambda: looking.page.keyboard.press("Enter"), world.a_should.name)
    looking.go(f"text={world.a_should.name}")
    assert looking.page.url.endswith(f"/organization/{world.a_should.pk}/change/")
    assert looking.faults == []
