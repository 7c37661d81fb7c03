"""What is remembered of headers and values: looked at, searched, forgotten, each by who may."""

import pytest
from django.urls import reverse

from reports.imports.answers import answers_for
from reports.imports.headers import fingerprint
from reports.models import HeaderAnswer, ValueAnswer

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:answers")


@pytest.fixture
def header(world):
    return HeaderAnswer.objects.create(
        fingerprint="f1",
        leaf="职工规模",
        parents=["人员"],
        column="employees",
        user=world.county_admin,
        user_name="王芳",
    )


def value(world, region=None, **fields):
    known = {"fact": "category", "text": "私营大户", "shown": "私营大户", "value": "私营企业", "user_name": "张伟"}
    return ValueAnswer.objects.create(**{**known, **fields}, region=region, user=world.town_a_clerk)


def test_the_page_says_what_who_and_when(client, world, header):
    value(world)
    value(world, fact="town", text="成关镇", shown="成关镇", value=world.town_a.code)
    client.force_login(world.town_b_clerk)
    text = client.get(PAGE).content.decode()
    for word in ("职工规模", "人员", "从业人员数", "王芳"):
        assert word in text
    text = client.get(PAGE, {"show": "values"}).content.decode()
    for word in ("私营大户", "私营企业", "张伟", "成关镇", "城关镇"):
        assert word in text


@pytest.mark.parametrize(
    ("column", "said"), [("", "不导入"), ("mode=单独组建", "组建方式：单独组建"), ("employees", "从业人员数")]
)
def test_a_meaning_is_said_in_words(client, world, header, column, said):
    HeaderAnswer.objects.update(column=column)
    client.force_login(world.county_admin)
    assert f'<td class="lx-means">{said}</td>' in client.get(PAGE).content.decode()


def test_whoever_imports_may_forget(client, world, header):
    one = value(world)
    client.force_login(world.town_b_clerk)
    page = client.post(PAGE, {"header": header.pk}, follow=True)
    assert "已忘掉“职工规模”" in page.content.decode()
    client.post(PAGE, {"value": one.pk})
    assert (HeaderAnswer.objects.count(), ValueAnswer.objects.count()) == (0, 0)


def test_villages_and_branches_of_another_town_are_neither_shown_nor_forgotten(client, world):
    one = value(world, world.town_a, fact="branch_name", text="甲支部", shown="甲支部", value="甲联合支部")
    client.force_login(world.town_b_clerk)
    assert "甲支部" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"value": one.pk}).status_code == 404
    client.force_login(world.town_a_clerk)
    assert "甲支部" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("given", [{}, {"header": "999"}, {"value": "x"}, {"header": "²"}])
def test_what_is_not_there_cannot_be_forgotten(client, world, header, given):
    client.force_login(world.county_admin)
    assert client.post(PAGE, given).status_code == 404
    assert HeaderAnswer.objects.exists()


def test_an_answer_of_one_import_stands_over_the_remembered_one(office, world, header):
    value(world)
    batch = office.plan({"town": "城关镇", "name": "甲厂", "kind": "非公企业"}, user=world.county_admin)
    batch.options = {"headers": {"f1": ""}, "values": [["category", "私营大户", "", "个体工商户"]]}
    answers = answers_for(batch)
    assert answers.headers == {"f1": ""}
    assert answers.values == {("category", "私营大户", ""): "个体工商户"}
    assert answers_for().headers == {"f1": "employees"}


def test_an_answer_gives_way_where_another_layout_has_the_field_itself(plan, world):
    for leaf, column in (("简称", "name"), ("方式", "mode")):
        HeaderAnswer.objects.create(fingerprint=fingerprint((leaf,)), leaf=leaf, column=column, user_name="王芳")
    header = ["所属乡镇", "单位名称", "简称", "单位类型", "方式", "单独组建", "联合组建", "党组织名称"]
    batch = plan(header, ["城关镇", "立新印刷有限公司", "立新", "非公企业", "x", "√", "", "红星支部"])
    facts = batch.rows.get().facts
    assert (facts["name"], facts["mode"]) == ("立新印刷有限公司", "single")
