"""Initials that every officer reads as words, and the words themselves. Source: usage in administrative documents."""

from portal.search import words

_WRITTEN = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "TAND": "Tòa án nhân dân",
    "VKSND": "Viện kiểm sát nhân dân",
    "THADS": "Thi hành án dân sự",
    "BCHQS": "Bộ Chỉ huy quân sự",
    "BĐBP": "Bộ đội biên phòng",
    "TĐKT": "Thi đua khen thưởng",
    "MTTQ": "Mặt trận Tổ quốc",
    "LĐLĐ": "Liên đoàn Lao động",
    "LHPN": "Liên hiệp Phụ nữ",
    "CCHC": "Cải cách hành chính",
    "NTM": "Nông thôn mới",
    "BHXH": "Bảo hiểm xã hội",
    "BHYT": "Bảo hiểm y tế",
    "CCCD": "Căn cước công dân",
    "PCCC": "Phòng cháy chữa cháy",
    "ATTP": "An toàn thực phẩm",
    "CSTĐ": "Chiến sĩ thi đua",
    "LĐTT": "Lao động tiên tiến",
}
WORDS_OF = {words.key_of(short.lower()): tuple(words.keys(words.split(full))) for short, full in _WRITTEN.items()}
INITIALS_OF = {full: short for short, full in WORDS_OF.items()}
_LONGEST = max(map(len, INITIALS_OF))


def leading(keys: list[str]) -> tuple[tuple[str, ...], str]:
    """The words at the head of a list that have initials, and these; else the first word, and nothing.

    Initials at the head give the words they stand for, so that either way of writing finds the other.
    """
    if keys[0] in WORDS_OF:
        return WORDS_OF[keys[0]], keys[0]
    for size in range(_LONGEST, 1, -1):
        if short := INITIALS_OF.get(tuple(keys[:size])):
            return tuple(keys[:size]), short
    return (keys[0],), ""


def of_name(name: str) -> str:
    """The first letters of a name: ``Sở Tư pháp`` is STP to those who work there."""
    parts = words.keys(words.split(name))
    return "".join(part[0] for part in parts) if len(parts) > 1 else ""
