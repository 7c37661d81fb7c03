"""ManyAct: what can be done to all chosen rows of a register by one form, with the services that do it to one row."""

from django.db import models

MANY: dict[str, "ManyAct"] = {}


class ManyAct:
    """An act; a subclass sets what is below, registers itself at import and says how it is done to one row.

    key: in addresses; title: in lists of acts; lead: one sentence on the page; model: the register; form_class: what is
    asked once for all rows (reports.forms.many); fact: what of a row is shown before and after.
    Raises TypeError for an attribute missing or a key used twice.
    """

    key = title = lead = fact = ""
    model: type[models.Model]
    form_class: type

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        missing = [
            name for name in ("key", "title", "lead", "fact", "model", "form_class") if not getattr(cls, name, 0)
        ]
        if missing:
            raise TypeError(f"{cls.__name__}: set {', '.join(missing)}")
        if cls.key in MANY:
            raise TypeError(f"key of an act used twice: {cls.key}")
        MANY[cls.key] = cls()

    def act(self, row, values: dict, by) -> None:
        """Do it to one row. Raises ValidationError with the sentences why not."""
        raise NotImplementedError

    def warned(self, values: dict) -> str:
        """What is to be known once it is done and bars nothing, "" when there is nothing."""
        return ""

    def told(self, row, values: dict) -> str:
        """The fact of the row in words, as it stands in the database; asked before and after."""
        raise NotImplementedError


def acts_on(model: type[models.Model]) -> list[ManyAct]:
    """The acts of a register, in the order of their declaration."""
    return [act for act in MANY.values() if act.model is model]
