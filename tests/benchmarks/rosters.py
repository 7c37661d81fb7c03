"""Members of the made-up register, written straight to the database, for measuring."""

from datetime import date, timedelta
from random import Random

from django.db import transaction

from liangxin import bulk
from members.choices import Person, State
from members.models import Membership, PartyMember, PersonType, Relation, Workplace
from orgs.models import Organization, PartyBranch

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国文斌宇浩凯健俊帆雪琳梅鑫波辉丹婷慧莹"


@transaction.atomic
def build(count: int, seed: int = 2):
    """Write `count` members with a type, a branch, and for two of three an organization."""
    rng = Random(seed)
    branches = list(PartyBranch.objects.values_list("pk", flat=True))
    organizations = list(Organization.objects.values_list("pk", flat=True))
    people = [_person(rng, number) for number in range(count)]
    bulk.insert(PartyMember, people)
    facts = {PersonType: [], Membership: [], Workplace: [], Relation: []}
    for number, one in enumerate(people):
        since = {"member": one, "start": date(2001, 1, 1) + timedelta(days=rng.randint(0, 8000))}
        facts[PersonType].append(PersonType(person=Person.FULL if number % 12 else Person.PROBATIONARY, **since))
        facts[Membership] += _memberships(rng, branches, number, since)
        if number % 3:
            facts[Workplace].append(Workplace(organization_id=rng.choice(organizations), **since))
        if not number % 20:
            facts[Relation].append(Relation(state=rng.choice(State.values), **since))
    for model, rows in facts.items():
        bulk.insert(model, rows)


def _memberships(rng, branches, number, since):
    """One that runs; of every tenth member an earlier one as well, of every fiftieth only one that has ended."""
    start, moved = since["start"], date(2024, 3, 1)
    if number % 50 == 7:
        return [Membership(branch_id=rng.choice(branches), **since, end=moved)]
    if number % 10 == 3:
        then = Membership(branch_id=rng.choice(branches), **since, end=moved)
        return [then, Membership(branch_id=rng.choice(branches), member=since["member"], start=moved)]
    return [Membership(branch_id=rng.choice(branches), member=since["member"], start=start)]


def _person(rng, number):
    name = rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))
    birth = f"{rng.randint(1945, 2003)}-{rng.randint(1, 12):02}"
    person = PartyMember(name=name, birth=birth, joined=f"{rng.randint(2003, 2024)}-07", phone=f"1380{number:07}")
    person.derive()
    return person
