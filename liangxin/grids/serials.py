"""Serial numbers of dates, as office suites store them."""

import datetime


def moment(serial: float, date1904: bool) -> datetime.date | datetime.datetime | str | float:
    """The date (and time) of a serial number; a time of day as text; a number that is no date as it is."""
    try:
        if 0 <= serial < 1:
            return str((datetime.datetime.min + datetime.timedelta(seconds=round(serial * 86_400))).time())
        first = datetime.datetime(1904, 1, 1) if date1904 else datetime.datetime(1899, 12, 30)
        if not date1904 and serial < 60:
            first += datetime.timedelta(days=1)  # the office suite's 1900 has a 29 February
        found = first + datetime.timedelta(days=serial)
    except (OverflowError, ValueError):
        return serial
    found = (found + datetime.timedelta(microseconds=500)).replace(microsecond=0)
    return found if serial % 1 else found.date()
