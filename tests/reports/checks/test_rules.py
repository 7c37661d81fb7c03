"""Every rule of the data checks finds what it should and nothing else, inside the scope, with an act that is there."""

import pytest

from reports.checks import CHECKS, NOUNS, Asked, Severity, ordered, rows_of
from tests.reports.checks import stories_branches, stories_members, stories_organizations  # noqa: F401 - they register
from tests.reports.checks.stories import DAY, DAYS, STORIES


def found(key, user):
    """The keys of the records that a rule finds for `user`."""
    one = CHECKS[key]
    return set(rows_of(one, Asked(user, DAYS.get(key, DAY))).values_list(one.noun.key, flat=True))


@pytest.mark.parametrize("key", CHECKS)
def test_a_rule_finds_what_is_amiss_and_nothing_else_inside_the_scope(world, key):
    seen = []
    for record, there in STORIES[key](world):
        assert (record.pk in found(key, world.county_admin)) is there, (record, there)
        assert isinstance(record, CHECKS[key].noun.record)
        seen.append(there)
    assert set(seen) == {True, False}
    visible = CHECKS[key].noun.record.objects.visible_to(world.town_b_clerk)
    assert found(key, world.town_b_clerk) <= set(visible.values_list("pk", flat=True))
    assert found(key, world.auditor) == found(key, world.system_admin) == set()


@pytest.mark.nodb
def test_there_are_many_rules_each_with_its_words_and_a_story():
    assert len(CHECKS) >= 25
    assert set(STORIES) == set(CHECKS)
    assert len({one.title for one in CHECKS.values()}) == len(CHECKS)
    for one in ordered():
        assert one.sentence.endswith("。")
        assert one.source
        assert one.act.words
        assert one.noun in NOUNS
        assert one.severity in Severity


@pytest.mark.nodb
def test_a_key_is_used_once():
    from reports.checks.base import check

    one = CHECKS["no_code"]
    with pytest.raises(TypeError, match="no_code"):
        check("no_code", one.title, one.noun, one.severity, "", source="", act=one.act)(one.find)
