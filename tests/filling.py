"""What a browser would post from a page: the values of its largest form, so that tests change one field at a time."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.select, self.area = [], None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "input" and name:
            self._input(name, attrs)
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select:
            values = self.forms[-1]
            if "selected" in attrs or self.select not in values:
                values[self.select] = attrs.get("value", "")
        elif tag == "textarea" and name:
            self.area = name
            self.forms[-1][name] = ""

    def _input(self, name, attrs):
        kind = attrs.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in attrs:
                self.forms[-1][name] = attrs.get("value", "on")
        elif kind not in ("submit", "button", "image"):
            self.forms[-1][name] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.forms[-1][self.area] += data.removeprefix("\n")


def filled(response, **changes) -> dict:
    """The post of the page's largest form with `changes`; None removes a field, __ in a name stands for -."""
    forms = _Forms()
    forms.feed(response.content.decode())
    values = max(forms.forms, key=len)
    for name, value in changes.items():
        name = name.replace("__", "-")
        if value is None:
            values.pop(name, None)
        else:
            values[name] = str(value)
    return values
