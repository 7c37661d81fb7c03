"""The committee's settings about members (orgs.options)."""

from orgs.options import Declared, declare

declare(Declared("letter_days", "介绍信默认有效天数", 90, "天", 1, 365))
