"""English as Whitehall writes it: 27 March 2018, the 24-hour clock, a Monday start; numbers as the framework has them.

What is typed is read as on the Vietnamese pages, day first.
"""

from portal.formats.vi.formats import DATE_INPUT_FORMATS, DATETIME_INPUT_FORMATS, FIRST_DAY_OF_WEEK, TIME_INPUT_FORMATS

__all__ = ["DATETIME_INPUT_FORMATS", "DATE_INPUT_FORMATS", "FIRST_DAY_OF_WEEK", "TIME_INPUT_FORMATS"]

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
# Ours, beside those of Django: a day read aloud, a timestamp day first or time first, a month alone or abbreviated
# with its year.
LONG_DATE_FORMAT = "j F Y"
TIMESTAMP_FORMAT = "j F Y, H:i"
TIME_FIRST_FORMAT = "H:i, j F Y"
MONTH_FORMAT = "F"
SHORT_MONTH_FORMAT = "M Y"
