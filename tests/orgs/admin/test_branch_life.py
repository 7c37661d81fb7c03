"""Terms and files in the branch's form, the tables of rules, and venues with their boxes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.attaching import attach, content_of
from liangxin.periods import BEGINNING
from orgs.models import BranchFile, BranchLevel, Term, TermRule, Venue, VenueItem
from tests.filling import filled

PDF = b"%PDF-1.7 made up"


def form_of(row):
    return reverse(f"admin:orgs_{row._meta.model_name}_change", args=[row.pk])


def added(prefix, branch, **values):
    """The post of one new inline row."""
    row = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-0-id": "", f"{prefix}-0-branch": branch.pk}
    return row | {f"{prefix}-0-{name}": value for name, value in values.items()}


def test_the_end_of_a_term_follows_from_the_rule(as_user, world):
    client, form = as_user("town_a_clerk"), form_of(world.a_own_branch)
    post = filled(client.get(form)) | added(
        "terms", world.a_own_branch, number="1", elected="2024-03-10", due="", note=""
    )
    assert client.post(form, post).status_code == 302
    assert Term.objects.get().due == date(2027, 3, 10)


def test_a_term_before_the_founding_is_refused_in_words(as_user, world):
    client, form = as_user("town_a_clerk"), form_of(world.a_own_branch)
    post = filled(client.get(form)) | added(
        "terms", world.a_own_branch, number="", elected="2020-01-01", due="", note=""
    )
    page = client.post(form, post)
    assert "换届不能早于这一天" in page.content.decode()
    assert not Term.objects.exists()


def test_a_term_that_no_rule_ends_asks_for_its_end(as_user, world):
    BranchLevel.objects.filter(branch=world.a_own_branch).update(level="work_committee")
    client, form = as_user("town_a_clerk"), form_of(world.a_own_branch)
    post = filled(client.get(form)) | added(
        "terms", world.a_own_branch, number="", elected="2024-01-01", due="", note=""
    )
    page = client.post(form, post)
    assert "请填写届满日期" in page.content.decode()
    assert not Term.objects.exists()


def test_a_file_is_added_renamed_in_kind_and_removed(as_user, world):
    client, form = as_user("town_a_clerk"), form_of(world.a_own_branch)
    post = filled(client.get(form)) | added("files", world.a_own_branch, about="founded")
    assert client.post(form, post | {"files-0-upload": SimpleUploadedFile("批复.pdf", PDF)}).status_code == 302
    file = BranchFile.objects.get()
    assert (content_of(file), file.about, file.user_name) == (PDF, "founded", "张伟")
    assert client.get(reverse("orgs:branch_file", args=[file.pk])).content == PDF

    assert client.post(form, filled(client.get(form), files__0__about="other")).status_code == 302
    file.refresh_from_db()
    assert (file.about, file.file_name) == ("other", "批复.pdf")
    assert client.post(form, filled(client.get(form), files__0__DELETE="on")).status_code == 302
    assert not BranchFile.objects.exists()
    assert [entry.history_type for entry in BranchFile.history.order_by("history_id")] == ["+", "~", "-"]


def test_a_file_that_is_no_paper_is_refused_and_nothing_else_is_saved(as_user, world):
    client, form = as_user("town_a_clerk"), form_of(world.a_own_branch)
    post = filled(client.get(form), phone="0571-1234567") | added("files", world.a_own_branch, about="founded")
    page = client.post(form, post | {"files-0-upload": SimpleUploadedFile("批复.pdf", b"<script>")})
    assert "内容和扩展名不符" in page.content.decode()
    world.a_own_branch.refresh_from_db()
    assert (world.a_own_branch.phone, BranchFile.objects.count()) == ("", 0)


def test_a_file_whose_content_is_lost_says_so(as_user, world, data_folder):
    file = attach(BranchFile, SimpleUploadedFile("批复.pdf", PDF), by=world.town_a_clerk, branch=world.a_own_branch)
    (data_folder / "attachments" / file.kept).unlink()
    page = as_user("town_a_clerk").get(reverse("orgs:branch_file", args=[file.pk]), follow=True)
    assert page.redirect_chain == [(form_of(world.a_own_branch), 302)]


def test_a_reader_sees_terms_and_files_and_no_boxes(as_user, world):
    Term.objects.create(branch=world.a_own_branch, number=3, elected=date(2024, 3, 10), due=date(2027, 3, 10))
    attach(BranchFile, SimpleUploadedFile("批复.pdf", PDF), by=world.town_a_clerk, branch=world.a_own_branch)
    page = as_user("town_a_viewer").get(form_of(world.a_own_branch)).content.decode()
    assert "批复.pdf" in page
    assert 'name="files-0-upload"' not in page


def test_no_branch_stands_above_itself(as_user, world):
    client, form = as_user("county_admin"), form_of(world.county_committee)
    page = client.post(form, filled(client.get(form), superior=world.market_committee.pk))
    assert "不能是它自己或它的下级" in page.content.decode()


def test_a_new_rule_may_not_share_a_day_with_the_former(as_user, world):
    client, add = as_user("county_admin"), reverse("admin:orgs_termrule_add")
    post = filled(client.get(add), kind="branch", years="4", start="2026-01-01")
    assert "时间重叠" in client.post(add, post).content.decode()
    TermRule.objects.filter(kind="branch").update(end=date(2026, 1, 1))
    assert client.post(add, post).status_code == 302
    assert [rule.years for rule in TermRule.objects.filter(kind="branch").order_by("start")] == [3, 4]
    assert TermRule.objects.filter(kind="branch", start=BEGINNING).exists()


@pytest.fixture
def venue(world):
    return Venue.objects.create(name="城关镇两新党群服务中心", region=world.town_a, has=["place", "gone"])


def test_boxes_are_ticked_and_what_is_asked_no_more_stays(as_user, venue):
    client, form = as_user("town_a_clerk"), form_of(venue)
    page = client.get(form)
    assert filled(page).get("has_place") == "on"
    assert client.post(form, filled(page, has_flag="on")).status_code == 302
    venue.refresh_from_db()
    assert venue.has == ["place", "flag", "gone"]
    assert venue.history.first().has == ["place", "flag", "gone"]
    told = client.get(reverse("admin:orgs_venue_history", args=[venue.pk])).content.decode()
    assert "有场所、有党旗、gone" in told


def test_a_venue_that_closed_before_it_opened_is_refused(as_user, venue):
    client, form = as_user("town_a_clerk"), form_of(venue)
    page = client.post(form, filled(client.get(form), opened="2024-05", closed="2023"))
    assert "停用时间不能早于启用时间" in page.content.decode()


def test_the_list_says_who_reaches_the_standard_and_what_is_lacking(as_user, world, venue):
    whole = Venue.objects.create(
        name="东门社区党群服务站", region=world.village_a1, has=list(VenueItem.objects.values_list("key", flat=True))
    )
    client, url = as_user("town_a_clerk"), reverse("admin:orgs_venue_changelist")
    listed = client.get(url).content.decode()
    assert "6/6 达标" in listed
    assert "有设施、有标志、有党旗、有书报、有制度" in listed
    assert [row.pk for row in client.get(url, {"reached": "yes"}).context["cl"].result_list] == [whole.pk]
    assert [row.pk for row in client.get(url, {"reached": "no"}).context["cl"].result_list] == [venue.pk]
    assert [row.pk for row in client.get(url, {"region": world.village_a1.code}).context["cl"].result_list] == [
        whole.pk
    ]


def test_a_new_item_needs_no_key_of_its_own(as_user, venue):
    client, url = as_user("county_admin"), reverse("admin:orgs_venueitem_add")
    for place, name in enumerate(("有台账", "有专人"), 7):
        assert client.post(url, {"name": name, "place": place}).status_code == 302
    assert list(VenueItem.objects.filter(place__gt=6).values_list("key", "name")) == [
        ("item1", "有台账"),
        ("item2", "有专人"),
    ]
    page = client.get(reverse("admin:orgs_venueitem_changelist")).content.decode()
    assert "有专人" in page
    assert "item2" not in page


def test_an_item_that_judged_a_venue_is_retired_not_deleted(as_user, venue):
    item, unused = VenueItem.objects.get(key="place"), VenueItem.objects.get(key="books")
    client = as_user("county_admin")
    assert client.get(reverse("admin:orgs_venueitem_delete", args=[item.pk])).status_code == 302
    assert client.post(reverse("admin:orgs_venueitem_delete", args=[unused.pk]), {"post": "yes"}).status_code == 302
    assert set(VenueItem.objects.filter(key__in=("place", "books"))) == {item}


def test_the_list_of_venues_asks_the_same_number_of_questions(as_user, world):
    client, url = as_user("town_a_clerk"), reverse("admin:orgs_venue_changelist")
    client.get(url)
    counts = []
    for more in (5, 45):
        Venue.objects.bulk_create(
            Venue(name=f"阵地{more}-{n}", region=world.town_a, branch=world.a_own_branch) for n in range(more)
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]
