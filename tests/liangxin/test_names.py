"""Names are compared in a normal form and found by characters, pinyin and initials."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from liangxin import names
from liangxin.names import BLANKS, FOLDED, PLAIN, normal_branch_name, normal_name, normal_person, search_key

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    "written",
    [
        "清河县鑫达（集团）有限公司",
        "清河县鑫达(集团)有限公司",
        " 清河县鑫达 （集团） 有限公司 ",
        "清河县鑫达【集团】有限公司",
        "清河县鑫达〔集团〕有限公司",
        "清河县鑫达︵集团︶有限公司",
        "清河县鑫达(集团\n)有限公司",
        "清河县鑫达（集团）有限公司\u200b",
    ],
)
def test_one_organization_has_one_normal_name(written):
    assert normal_name(written) == "清河县鑫达(集团)有限公司"


def test_width_and_case_do_not_make_another_name():
    assert normal_name("ＡＢＣ科技") == normal_name("abc 科技") == "abc科技"
    assert normal_name("鑫达一厂") != normal_name("鑫达二厂")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("中共清河县鑫达有限公司支部委员会", "清河县鑫达有限公司支部"),
        ("中国共产党清河县鑫达有限公司支部委员会", "清河县鑫达有限公司支部"),
        ("清河县鑫达有限公司党支部", "清河县鑫达有限公司支部"),
        ("清河县鑫达有限公司支部", "清河县鑫达有限公司支部"),
        ("清河县鑫达有限公司党支部委员会", "清河县鑫达有限公司支部"),
        ("中共 清河县鑫达有限公司 党支部", "清河县鑫达有限公司支部"),
        ("中共柳林镇商圈联合支部委员会", "柳林镇商圈联合支部"),
        ("柳林镇商圈联合党支部", "柳林镇商圈联合支部"),
        ("中共清河县鑫达有限公司总支部委员会", "清河县鑫达有限公司总支"),
        ("清河县鑫达有限公司党总支部", "清河县鑫达有限公司总支"),
        ("清河县鑫达有限公司党总支委员会", "清河县鑫达有限公司总支"),
        ("清河县鑫达有限公司总支部", "清河县鑫达有限公司总支"),
        ("清河县鑫达有限公司党总支", "清河县鑫达有限公司总支"),
        ("清河县鑫达有限公司总支", "清河县鑫达有限公司总支"),
        ("中共清河县鑫达（集团）有限公司委员会", "清河县鑫达(集团)有限公司党委"),
        ("清河县鑫达(集团)有限公司党委", "清河县鑫达(集团)有限公司党委"),
        ("清河县鑫达(集团)有限公司党委会", "清河县鑫达(集团)有限公司党委"),
        ("中共清河县两新组织工作委员会", "清河县两新组织工作委员会"),
        ("清河县两新组织党工委", "清河县两新组织党工委"),
        ("清河县两新工委", "清河县两新工委"),
        ("第一党支部", "第一支部"),
        ("", ""),
    ],
)
def test_branch_names(written, normal):
    assert normal_branch_name(written) == normal
    assert normal_branch_name(normal) == normal


def test_a_working_committee_is_never_a_party_committee():
    committees = ["清河县两新组织工作委员会", "清河县两新组织党工委", "清河县两新组织党委"]
    assert len({normal_branch_name(name) for name in committees}) == 3


def test_people_are_compared_without_blanks():
    assert normal_person(" 张\u3000三 ") == "张三"
    assert normal_person("阿不力孜•买买提") == normal_person("阿不力孜·买买提")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("重庆银行清河支行", ["chongqingyinhang", "cqyhqhzh", "银行"]),
        ("清河县长兴会计师事务所", ["changxing", "kuaiji", "qhxcxkjssws"]),
        ("长盛纺织厂", ["changsheng", "csfzc"]),
        ("鑫长行汽车行", ["xinchanghang", "qichehang"]),
        ("长治商会", ["changzhi"]),
        ("朝阳音乐学校", ["chaoyang", "zhaoyang", "yinyue"]),
        ("厦新电子", ["xiaxin"]),
        ("晟达物流", ["shengda", "chengda"]),
        ("便民超市", ["bianmin"]),
        ("绿源家庭农场", ["lvyuan", "ly"]),
        ("覃记米粉店", ["qinji", "tanji"]),
        ("柳林镇给排水行业协会", ["hangyexiehui"]),
        ("ABC科技（清河）有限公司", ["abckeji", "abckjqhyxgs", "abc科技(清河)", "abc科技（清河）"]),
        ("3D打印中心", ["3ddayin", "3ddyzx"]),
    ],
)
def test_an_organization_is_found_by_characters_pinyin_and_initials(name, typed):
    key = search_key(name)
    assert [text for text in typed if text not in key] == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("覃秀兰", ["qinxiulan", "qxl"]),
        ("单国强", ["shanguoqiang", "sgq"]),
        ("仇 建国", ["qiujianguo", "qjg", "仇建国", "仇 建国"]),
        ("曾重庆", ["zengchongqing", "zcq"]),
        ("解晓东", ["xiexiaodong"]),
        ("查文英", ["zhawenying"]),
        ("区文轩", ["ouwenxuan"]),
        ("朴正民", ["piaozhengmin"]),
        ("盖丽红", ["gelihong", "gailihong"]),
        ("尉迟明", ["yuchiming", "ycm"]),
        ("万俟春", ["moqichun", "mqc"]),
        ("任长霞", ["ren"]),
        ("张三、单四", ["zhangsan", "shansi"]),
        ("吕绿", ["lvlv"]),
        ("阿不力孜·买买提", ["abulizimaimaiti"]),
    ],
)
def test_a_person_is_found_by_the_reading_of_the_surname(name, typed):
    key = search_key(name, surname_first=True)
    assert [text for text in typed if text not in key] == []


def test_a_key_holds_several_texts_and_each_part_once():
    key = search_key("鑫达公司", "", "鑫达公司", "91350100M000100Y43")
    assert key == "鑫达公司 xindagongsi xdgs 91350100m000100y43"
    assert search_key() == search_key("") == ""


TRADES = re.findall("..", "重庆长江银行音乐行业会计阿胶重工调味便利朝阳大厦校园数据种植畜牧空调率先参茸弹簧")
some_names = st.lists(st.sampled_from([*TRADES, "某", "鑫", "长", "行", "A", "(", "9"]), max_size=8).map("".join)


@given(some_names)
def test_the_dictionary_reading_is_the_stock_librarys(name):
    stock = "".join(part for part in lazy_pinyin(name.lower(), v_to_u=False) if part not in "()")
    assert "".join(names._syllables(name.lower())) == stock.replace("(", "")


@given(st.text(max_size=30), st.booleans())
def test_any_text_has_a_key_and_is_found_in_it(text, person):
    assert text.lower() in search_key(text, surname_first=person) or not text


def test_folding_leaves_every_character_of_a_plain_name_as_it_is():
    letters = [chr(point) for point in range(0x110000) if PLAIN.fullmatch(chr(point))]
    assert len(letters) > 20_000
    for letter in letters:
        assert unicodedata.normalize("NFKC", letter).translate(FOLDED).casefold() == letter
        assert not BLANKS.search(letter)
        assert not unicodedata.combining(letter)
