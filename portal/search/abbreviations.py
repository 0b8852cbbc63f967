"""Common abbreviations and their expansions. Source: usage in administrative documents."""

from portal.search import tokens

_EXPANSIONS = {
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
WORDS_BY_ABBREVIATION = {
    tokens.folded_form(short.lower()): tuple(tokens.folded_forms(tokens.split_words(full)))
    for short, full in _EXPANSIONS.items()
}
ABBREVIATIONS_BY_WORDS = {full: short for short, full in WORDS_BY_ABBREVIATION.items()}
_MAX_EXPANSION_WORDS = max(map(len, ABBREVIATIONS_BY_WORDS))


def match_leading(keys: list[str]) -> tuple[tuple[str, ...], str]:
    """The leading words that have an abbreviation, and that; else the first word and nothing.

    A leading abbreviation gives its expansion, so that either form finds the other.
    """
    if keys[0] in WORDS_BY_ABBREVIATION:
        return WORDS_BY_ABBREVIATION[keys[0]], keys[0]
    for size in range(_MAX_EXPANSION_WORDS, 1, -1):
        if short := ABBREVIATIONS_BY_WORDS.get(tuple(keys[:size])):
            return tuple(keys[:size]), short
    return (keys[0],), ""
