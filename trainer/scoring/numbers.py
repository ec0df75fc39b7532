"""Numbers with what they count: “5 个工作日”, “3 号窗”, “Tuesday”, “£75”.

Two statements can only contradict each other on a number where they count the same thing. So times
of day count hours from noon or midnight however they are written, years are months.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_ZH_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_ZH_ONES = "零一二三四五六七八九"
_ZH_WORD = "(?:[俩仨]|[零〇一二两三四五六七八九十百千万半]+)"
_ZH_ANY = re.compile("[0-9零〇一二两俩仨三四五六七八九十百千万半]|周|星期|礼拜")
_ZH_UNITS = (
    "个?百分点|个?工作日|个?自然日|个?小时|个?钟头|个钟|分钟|分贝|个?星期|个?礼拜|个?半?月(?![0-9])|刻钟|号窗口?|号线|号楼|号|楼|层|室|栋|天|"
    "日(?=[前至起到上下晚早])|日|周|年|岁|元|块(?!儿)|毛|分|%|℃|度|份|项|张|条|款|次|趟|人|户|米|公里|平米|平方|平|"
    "遍|步|种|折|级|套|台|位|盏|万(?!零|[0-9]|[一二两三四五六七八九][十百千])"
)
_ZH_NUMBER = re.compile(
    rf"(第 ?|负|)(?<!几)([0-9]+(?:\.[0-9]+)?(?:万(?=[元块]))?|{_ZH_WORD}(?:点[{_ZH_ONES}]+)?)\s*(个半)?({_ZH_UNITS})"
    rf"((?<=[米块万度])(?:一(?![一-鿿])|[{_ZH_ONES[2:]}1-9](?![0-9{_ZH_ONES}个十百千元块米天月年周日号小分层楼])))?"
)
_ZH_SUM = re.compile(
    rf"[{_ZH_ONES}两十百]+万[{_ZH_ONES}两]千(?:[{_ZH_ONES}两]百)?[{_ZH_ONES}两]?(?![0-9{_ZH_ONES}两十百千万元块米人户平公个天年月])"
)
"""Money as it is said: “十四万三千二”."""
_ABOUT = re.compile("[一二两三四五六七八九]{2}")
"""“一两个”, “三四天”: no exact number."""
_WHOLE = frozenset(
    (
        "工作日",
        "自然日",
        "号",
        "号窗",
        "号窗口",
        "楼",
        "层",
        "室",
        "栋",
        "日",
        "条",
        "户",
        "人",
        "份",
        "张",
    )
)
_ZH_UNIT = {
    "号窗口": "号窗", "钟头": "小时", "钟": "小时", "星期": "周", "礼拜": "周", "平米": "平", "平方": "平", "日": "天", "块": "元",
}  # fmt: skip
_ZH_TIME = re.compile(
    rf"([0-9]{{1,2}}|{_ZH_WORD})点(半|[一三]刻|[0-9]{{2}}|零[{_ZH_ONES}]|[一二三四五]?十[{_ZH_ONES}]?)?(?![0-9]|[{_ZH_ONES}]+[米块元万度平公%])"
    r"|(?<![0-9:.])([0-9]{1,2}):([0-5][0-9])(?![0-9])"
)
_AT_ONE = re.compile("(?:[午夜晨至到]|[今明昨当后][晚早])$")
_ZH_DATE = re.compile(
    rf"([0-9]{{1,2}}|{_ZH_WORD})月([0-9]{{1,2}}|{_ZH_WORD})(?:[日号]?[至到~—-]([0-9]{{1,2}}|{_ZH_WORD}))?[日号]"
)
"""A day, or the first and the last of some: “10月14日至18日”."""
_OF_MONTH = re.compile("(?:[本当次每上下这那]个?月的?|[今明昨后]天是?)$")
"""Before a day that has no month of its own: “本月24日”, “今天11日”."""
_ZH_WEEKDAYS = "一二三四五六日"
_ZH_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)([一二三四五六日天])(?:[、和]([一二三四五六日])(?![个月日天号点层楼年条张份是、])|[、和]([一二三四五六日])[、和]([一二三四五六日])(?![个月日天号点层楼年条张份是]))?"
)
WORDS = {
    word: float(i)
    for i, word in enumerate(
        (
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
            "twenty",
        )
    )
} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0,
    "ninety": 90.0, "first": 1.0, "second": 2.0, "third": 3.0, "fourth": 4.0, "fifth": 5.0,
    "ground": 0.0, "half": 0.5, "a": 1.0, "an": 1.0,
}  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_DAYS = (
    *_ORDINALS, "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second",
    "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth",
    "thirtieth", "thirty-first",
)  # fmt: skip
"""The days of a month, from the first on."""
_EN_WORD = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -](?:one|two|three|four|five|six|seven|eight|nine)\b|"
    + "|".join(w for w in WORDS if len(w) > 2)
)
_EN_UNITS = (
    "working days?|business days?|calendar days?|days?|weeks?|fortnights?|months?|years?|hours?|minutes?|mins?|"
    "percent|%|pounds?|quid|dollars?|bucks?|euros?|pence|p|copies|pages?|times?|floors?|people|visits?|letters?|"
    "documents?|miles?|metres?|meters?|inches|feet|litres?|points?|households?"
)
_EN_NUMBER = re.compile(
    r"(?<![\w.])(?<![a-z]-)(?<!ty )(?<!hundred )(?<!hundred and )(?:(?<!and a )|(?=[£$€]))"
    r"(£|\$|€|#|rs\.? ?|section |room |counter |window |floor |desk |line |ext\.? |code |stage |band |rule |clause |table )?"
    rf"((?:\d+|{_EN_WORD}) point (?:\d+|{_EN_WORD})|\d+(?:,\d{{3}})*(?:[.:]\d+)?|{_EN_WORD}|a|an)(?:st|nd|rd|th)?(?: {{4}}|[ -])?({_EN_UNITS})?(?![\w])"
)
_EN_UNIT = {
    "business day": "working day", "min": "minute", "£": "pound", "quid": "pound", "$": "dollar", "buck": "dollar",
    "€": "euro", "meter": "metre", "percent": "%", "time": "times",
}  # fmt: skip
_CLOCK = rf"(\d{{1,2}}|{'|'.join(w for w, v in WORDS.items() if 1 <= v <= 12 and len(w) > 2)})"
_EN_TIME = re.compile(
    rf"(?<![\w.:£$€]){_CLOCK}(?:[:.](\d\d))? ?(?:[ap]\.?m\b|o'clock)"
    r"|(?<![\w.:£$€])(\d{1,2}):(\d\d)(?!\d)"
    rf"|\b(?:at|till|until|by|from) {_CLOCK}(?:[:.](\d\d))?"
    r"(?=\s*(?:$|[,;.!?)](?!\d)|(?:and|to|on|or|today|tomorrow|sharp|tonight|this|every)\b))"
)
_EN_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_EN_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b")
_NOON = re.compile(r"\b(?:noon|midday|midnight)\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_MAY_BE = re.compile(
    r" (?:not|also|well|still|only|even|never|be|have|take|need|help|ask|come|go|get|want|apply|differ|open|close|"
    r"cost|charge|call|ring|look|seem|feel|change|do|give|let|mean|say|see|show|use|work|wait|happen)\b"
)
"""After a “may” that is no month: “counter 12 may be busy”."""
_EN_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: to (?:the )?| ?- ?| and (?:the )?))?"
    rf"(\d{{1,2}}(?=\D)|(?:{'|'.join(_DAYS)})(?= of))(?:st|nd|rd|th)?(?: of)? {_MONTH}"
    rf"|\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:(?: to | ?- ?)(\d{{1,2}})\b(?! [a-z]|[:.]\d))?"
)
"""A day, or the first and the last of some: “14 to 18 October”."""
_BARE = re.compile(
    r"(?<![\d.£$€〔(-])(?:\d{2,5}(?:[ -]\d{3,5}){1,3}|(?!(?:19|20)\d\d\b)\d{4,11})(?![\d%]|[.,]\d|\s%)"
)
"""A telephone or document number: four digits or more that count nothing and are no year."""
_IN = {"年": ("月", 12.0), "fortnight": ("week", 2.0), "year": ("month", 12.0)}
"""Units that are so many of another."""


_COUNT = {
    "zh": re.compile("[0-9]+|[半二两俩三仨四五六七八九十]+"),
    "en": re.compile(rf"\b(?:[0-9]+|half|quarter|both|{_EN_WORD})\b"),
}
_MOST = 60
"""People at a desk reckon in days and months, not with larger numbers."""
_SHARES = {"半": 2.0, "half": 2.0, "both": 2.0, "quarter": 4.0}


class Quantity(NamedTuple):
    """A number and its unit, and where it stands."""

    unit: str
    value: float
    start: int
    end: int


_Read = Callable[["re.Match[str]"], Iterator[Quantity]]


def quantities(text: str, lang: str) -> list[Quantity]:
    """The quantities of a folded text, in order."""
    found: list[Quantity] = []
    text = text.replace("half an hour", "half    hour")  # as long as it was: places stay
    if lang.startswith("zh") and not _ZH_ANY.search(text):
        return found
    for pattern, read in _ZH if lang.startswith("zh") else _EN:
        for match in pattern.finditer(text):
            read_here = list(read(match))
            found += read_here
            if read_here:  # what has been read is no part of another quantity: “周六十点”
                start, end = match.span()
                text = text[:start] + " " * (end - start) + text[end:]
    return sorted(found, key=lambda q: q.start)


def counts(text: str, lang: str) -> frozenset[float]:
    """By what a text may multiply or divide: its small whole numbers, whatever they count."""
    zh = lang.startswith("zh")
    found = set[float]()
    for match in _COUNT["zh" if zh else "en"].finditer(text):
        word = match[0]
        value = _SHARES[word] if word in _SHARES else (_value if zh else _en_value)(word)
        if 2 <= value <= _MOST:
            found.add(value)
    return frozenset(found)


def _zh_weekday(match: re.Match[str]) -> Iterator[Quantity]:
    for group in (1, 2, 3, 4):
        if match[group]:
            day = _ZH_WEEKDAYS.index(match[group].replace("天", "日"))
            start = match.start() if group == 1 else match.start(group)
            yield Quantity("weekday", float(day), start, match.end(group))


def _zh_date(match: re.Match[str]) -> Iterator[Quantity]:
    month = _value(match[1])
    for day in (_value(group) for group in match.groups()[1:] if group):
        if month <= 12 and day <= 31:
            yield Quantity("date", 100 * month + day, *match.span())


def _zh_time(match: re.Match[str]) -> Iterator[Quantity]:
    hour, part = _value(match[1] or match[3]), match[2] or match[4]
    quarter = {"半": 30.0, "一刻": 15.0, "三刻": 45.0}
    minutes = quarter[part] if part in quarter else _value(part or "0")
    if match[0] == "一点" and not _AT_ONE.search(match.string[: match.start()]):
        return  # “有一点”, “晚一点”
    if hour <= 24 and minutes < 60:
        yield _time(hour, minutes, match)


def _zh_number(match: re.Match[str]) -> Iterator[Quantity]:
    unit = match[4].lstrip("个")
    digits = match[2]
    if (
        match[0] in ("半天", "一月")
        or digits in ("千万", "万", "百", "千")
        or ("点" not in digits and _ABOUT.search(digits))
    ):
        return
    if "." in digits and unit in _WHOLE:
        digits = digits.split(".")[1]  # the fourth of a list: “4.15个工作日”
    value = _value(digits) + (0.5 if match[3] else 0)
    if match[1] == "负":
        value = -value
    if match[5]:  # “一米一”, “三万五”
        value += _value(match[5]) / 10
    if unit == "半月":
        unit, value = "天", 15.0 * value
    elif unit == "月" and not match[4].startswith("个") and not match[3] and match[2] != "半":
        unit = "月份"  # “6月” is June, “6个月” half a year
    elif unit == "年" and value > 1900:
        unit = "年份"
    elif unit == "日" and (
        re.match("[前至起到上下晚早]", match.string[match.end() :])
        or _OF_MONTH.search(match.string[: match.start()])
    ):
        unit = "号"  # “30日前”, “本月30日” is a day of the month, “30日内” a month
    elif unit == "万":
        unit, value = "元", value * 10000
    unit = _ZH_UNIT.get(unit, unit)
    yield _counted(match[1].strip("负 ") + unit, value, match)


def _zh_sum(match: re.Match[str]) -> Iterator[Quantity]:
    yield _counted("元", _value(match[0]), match)


def _en_date(match: re.Match[str]) -> Iterator[Quantity]:
    month = _MONTHS.index((match[3] or match[4])[:3]) + 1
    if match[3] == "may" and _MAY_BE.match(match.string, match.end()):
        return
    for day in filter(None, match.group(1, 2, 5, 6)):
        value = float(day) if day[0].isdecimal() else _DAYS.index(day) + 1.0
        if value <= 31:
            yield Quantity("date", 100.0 * month + value, *match.span())


def _en_time(match: re.Match[str]) -> Iterator[Quantity]:
    hour = match[1] or match[3] or match[5]
    minutes = match[2] or match[4] or match[6]
    value = WORDS[hour] if hour in WORDS else float(hour)
    if value <= 24:
        yield _time(value, float(minutes or 0), match)


def _noon(match: re.Match[str]) -> Iterator[Quantity]:
    yield _time(12, 0, match)


def _en_number(match: re.Match[str]) -> Iterator[Quantity]:
    before, number, unit = match[1] or "", match[2], match[3] or ""
    if (not before and not unit) or (number in ("a", "an") and unit in ("", "p")):
        return
    if unit.startswith("time") and number in _ORDINALS:
        return  # “the second time”
    name = unit.rstrip("s") or before.strip(" .")
    yield _counted(_EN_UNIT.get(name, name), _en_value(number), match)


def _en_weekday(match: re.Match[str]) -> Iterator[Quantity]:
    yield Quantity("weekday", float(_EN_WEEKDAYS.index(match[1])), *match.span())


def _bare(match: re.Match[str]) -> Iterator[Quantity]:
    digits = re.sub(r"\D", "", match[0])
    if len(digits) > 5 or match[0] == digits:
        yield Quantity("number", float(digits), *match.span())


_ZH: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_ZH_WEEKDAY, _zh_weekday),
    (_ZH_DATE, _zh_date),
    (_ZH_TIME, _zh_time),
    (_ZH_SUM, _zh_sum),
    (_ZH_NUMBER, _zh_number),
    (_BARE, _bare),
)
_EN: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_EN_DATE, _en_date),
    (_EN_TIME, _en_time),
    (_EN_NUMBER, _en_number),
    (_EN_WEEKDAY, _en_weekday),
    (_NOON, _noon),
    (_BARE, _bare),
)


def _time(hour: float, minutes: float, match: re.Match[str]) -> Quantity:
    """A time of day: “17:00” and “五点” are the same, for few say which half of the day they mean."""
    return Quantity("time", hour % 12 + minutes / 60, *match.span())


def _counted(unit: str, value: float, match: re.Match[str]) -> Quantity:
    unit, times = _IN.get(unit, (unit, 1.0))
    return Quantity(unit, round(value * times, 6), *match.span())


def _en_value(number: str) -> float:
    """Digits or English number words as a number: 2.3, “two point three”."""
    whole, _, decimals = number.partition(" point ")
    if decimals:
        digits = decimals if decimals[0].isdigit() else f"{_en_value(decimals):.0f}"
        return _en_value(whole) + float("0." + re.sub(r"\D", "", digits))
    if number[0].isdigit():
        return float(number.replace(",", "").replace(":", "."))
    return sum(WORDS[word] for word in re.split("[ -]", number))


def _value(digits: str) -> float:
    """Arabic or Chinese digits as a number."""
    if digits[0].isdecimal():
        return float(digits.rstrip("万")) * (10000 if digits[-1] == "万" else 1)
    whole, _, decimals = digits.partition("点")
    if decimals:
        return _value(whole) + float("0." + "".join(str(_ZH_DIGITS[d]) for d in decimals))
    if digits == "半":
        return 0.5
    total = section = 0.0
    for character in digits:
        if character in _ZH_DIGITS:
            section = section * 10 + _ZH_DIGITS[character]
        elif character == "万":  # ten thousand times all before it
            total, section = (total + section or 1) * 10000, 0.0
        elif character in _SCALES:
            total += (section or 1) * _SCALES[character]
            section = 0.0
        else:
            section += 0.5
    if len(digits) > 1 and section >= 1 and digits[-2] in _SCALES and digits[-2] != "十":
        section *= _SCALES[digits[-2]] / 10  # “三千二” is 3,200
    return total + section
