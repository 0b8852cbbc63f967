"""What Django's own Vietnamese formats lack: day-first input, dd/mm/yyyy on screen, a Monday start.

Without DATE_INPUT_FORMATS the framework reads 04/03/2018 as 3 April and refuses 21/03/2018.
"""

DATE_FORMAT = "d/m/Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "H:i, d/m/Y"
SHORT_DATETIME_FORMAT = "H:i, d/m/Y"
YEAR_MONTH_FORMAT = r"\t\h\á\n\g n/Y"
MONTH_DAY_FORMAT = "d/m"
# Ours, beside those of Django: a day read aloud, a timestamp day first or time first, a month alone or abbreviated
# with its year.
LONG_DATE_FORMAT = "j/n/Y"
TIMESTAMP_FORMAT = "d/m/Y H:i"
TIME_FIRST_FORMAT = "H:i d/m/Y"
MONTH_FORMAT = r"\T\h\á\n\g n"
SHORT_MONTH_FORMAT = "m/Y"
FIRST_DAY_OF_WEEK = 1  # Monday

DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = [
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d",
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
