"""The wording of stock buttons: the compiled catalogue says what the readable one says."""

import gettext
import re
from ast import literal_eval

import pytest
from django.conf import settings

pytestmark = pytest.mark.nodb
FOLDER = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES"
ENTRY = re.compile(r'^msgid (".+")\n(?:msgid_plural ".+"\n)?msgstr(?:\[0\])? (".+")$', re.MULTILINE)


def test_the_compiled_catalogue_is_made_from_the_readable_one():
    entries = ENTRY.findall((FOLDER / "django.po").read_text(encoding="utf-8"))
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(entries) > 5
    for english, chinese in entries:
        english = literal_eval(english)
        assert literal_eval(chinese) in (compiled.gettext(english), compiled.ngettext(english, english + "s", 1))


def test_stock_words_are_ours():
    from django.utils.translation import gettext as translated

    assert translated("Error:") == "有错误："
    assert translated("Delete?") == "删除"
