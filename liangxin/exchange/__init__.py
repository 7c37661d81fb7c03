"""Plain registers (one table) come and go as workbooks through django-import-export, with its preview.

Its parts are replaced where they would read without limits, write a temporary file or speak English: a format that
reads through our limited reader and writes through our writer, a storage that keeps an upload in the confirmation form
itself, and a resource that knows its user's scope. This package knows no register.
"""

from liangxin.exchange.pages import Exchange
from liangxin.exchange.resources import SheetResource, TextWidget

__all__ = ["Exchange", "SheetResource", "TextWidget"]
