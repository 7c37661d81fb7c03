"""Texts that are said to state just themselves do so, in every column and whatever they are made of."""

from random import Random

import pytest

from liangxin.codes import credit_code_check
from reports.ledgers import LEDGERS
from reports.ledgers.answers import NO, YES
from reports.ledgers.columns import Read
from reports.ledgers.plain import plainly
from reports.ledgers.words import BLANKS, NONE_WORDS

pytestmark = pytest.mark.nodb

CODE = "91330199MA0000000" + credit_code_check("91330199MA0000000")
COLUMNS = list({column.key: column for ledger in LEDGERS.values() for column in ledger.readable}.values())
PIECES = [
    *sorted(YES | NO | BLANKS | NONE_WORDS),
    *"'’\"、，,;；/\n\r\t \u3000\xa0\u200b\ufeff\x00\x0b\x1f_·()（）１ＡⅣ㈱ﬁ０٣²½éxX.-—0123456789",
    *("青溪机电", "有限公司", "筹建中", "拟建立", "待组建", "中共", "支部委员会", "商会", "合作社", "第1号"),
    *("13900000001", "0571-88886666", "400-800", "1390000", CODE, CODE.lower(), CODE[:-1], "2021.10"),
    *("\ud7b0", "\u2060", "\u3164", "\U00020000", "ｶﾞ", "老百姓" * 20),
]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_a_plain_text_is_read_as_itself(column):
    rng, check = Random(column.key), plainly(column)
    texts = {"".join(rng.choices(PIECES, k=rng.randint(1, 4))) for _ in range(4_000)}
    plain = [text for text in texts if check(text)]
    assert all(column.clean(text) == Read({column.key: text}) for text in plain)


def test_the_texts_of_most_cells_are_plain():
    said = {
        "name": "青溪第1号机电设备有限公司（城关分厂）",
        "credit_code": CODE,
        "address": "青溪县第2镇2村工业路1号",
        "branch_name": "中共青溪第1号联合支部委员会",
        "head_phone": "13900000001",
        "remark": "第1户，已上门核对",
    }
    columns = {column.key: column for column in COLUMNS}
    assert [key for key, text in said.items() if not plainly(columns[key])(text)] == []
