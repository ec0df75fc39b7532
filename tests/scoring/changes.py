"""Changes to a reply or its context that a careful judge would not mind, and tricks that earn nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

from opencc import OpenCC

from trainer.model.assessment import Context

Change = Callable[[str], str]

_TRADITIONAL = OpenCC("s2t")
_PARTS = re.compile(r"(\[[^\]]*\]|【[^】]*】)")
_MARKS = "，,。.！!？?；;：:、…—~～"


def _dice(text: str) -> random.Random:
    return random.Random(text)


def spoken(change: Change) -> Change:
    """`change` for what is said only; actions in brackets stay."""

    def apply(reply: str) -> str:
        return "".join(p if _PARTS.fullmatch(p) else change(p) for p in _PARTS.split(reply))

    return apply


def sentences(reply: str) -> list[str]:
    """The sentences of a reply, each with what ends it."""
    return [
        s
        for s in re.findall(
            r"[^。！？!?\n]*?(?:[。！？!?\n]+|(?<!\bM[rs])(?<!\bMrs)(?<!\bDr)\.(?=\s|$)|$)", reply
        )
        if s.strip()
    ]


# Robustness: Chinese


def _full_width(reply: str) -> str:
    return "".join(
        chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) <= 0x7E else "\u3000" if c == " " else c
        for c in reply
    )


def _half_width(reply: str) -> str:
    return reply.translate(str.maketrans("，！？；：（）。", ",!?;:()."))


def _spaces_zh(reply: str) -> str:
    dice = _dice(reply)
    kept = re.sub(f"([{_MARKS}])", r"\1 ", reply)
    return "".join(c + (" " if dice.random() < 0.06 else "") for c in kept) + "  "


def _spaces_en(reply: str) -> str:
    dice = _dice(reply)
    return "  " + "".join(("  " if c == " " and dice.random() < 0.3 else c) for c in reply) + " "


def _some_marks_gone(reply: str) -> str:
    """The last mark and every other one inside: as people type."""
    places = [m.start() for m in re.finditer(rf"[{_MARKS}](?!\d)", reply)]
    gone = set(places[1::2]) | set(places[-1:])
    return "".join(c for i, c in enumerate(reply) if i not in gone)


def _all_marks_gone(reply: str) -> str:
    return re.sub(rf"[{_MARKS}“”\"](?!\d)", "", reply)


def _stops_for_pauses(reply: str) -> str:
    return re.sub(r"[，,](?!\d)", "。", reply)


def _pauses_for_stops(reply: str) -> str:
    body = reply.rstrip("。")
    return body.replace("。", "，") + reply[len(body) :]


def _commas_for_stops_en(reply: str) -> str:
    return re.sub(r"\.(?= [A-Z])", ",", reply)


def _stops_for_commas_en(reply: str) -> str:
    return re.sub(r", ([a-z])", lambda m: ". " + m[1].upper(), reply)


def _heard_zh(reply: str) -> str:
    dice = _dice(reply)
    fillers = ["嗯", "那个", "呃", "就是"]
    return re.sub(
        rf"[{_MARKS}“”](?!\d)", lambda _: dice.choice(fillers) if dice.random() < 0.4 else "", reply
    )


def _heard_en(reply: str) -> str:
    dice = _dice(reply)
    fillers = [" um", " uh", " er", " you know"]
    text = re.sub(
        r"[,;:—–](?!\d)", lambda _: dice.choice(fillers) if dice.random() < 0.4 else "", reply
    )
    return re.sub(r"[.!?\"](?!\d)", "", text).lower()


def _swapped(reply: str, table: Sequence[tuple[str, str]], most: int) -> str:
    """The first `most` words of the table that the reply has, each once."""
    done = 0
    for old, new in table:
        if done < most and old in reply:
            reply = reply.replace(old, new, 1)
            done += 1
    return reply


_TYPOS_ZH = [
    ("账", "帐"), ("帐", "账"), ("得", "的"), ("再", "在"), ("在", "再"), ("地", "的"), ("做", "作"),
    ("哪", "那"), ("象", "像"), ("以", "已"), ("的", "得"),
]  # fmt: skip
_MIXED_ZH = [
    ("好的", "OK"), ("身份证", "ID卡"), ("短信", "message"), ("微信", "WeChat"), ("确认", "confirm"),
    ("邮件", "email"), ("谢谢", "thank you"), ("抱歉", "sorry"), ("没问题", "no problem"),
    ("您好", "hello"), ("复印件", "copy"), ("表格", "form"), ("问题", "problem"),
]  # fmt: skip
_MIXED_EN = [
    ("hello", "您好"), ("Hello", "您好"), ("Thank you", "谢谢"), ("thank you", "谢谢"), ("please", "请"),
    ("Please", "请"), ("okay", "好的"), ("sorry", "抱歉"), ("phone", "电话"), ("tomorrow", "明天"),
]  # fmt: skip
_DIALECT_ZH = [
    ("什么", "啥"), ("怎么", "咋"), ("知道", "晓得"), ("没有", "没得"), ("一下", "一哈"), ("我们", "俺们"),
    ("行吗", "中不中"), ("很", "蛮"), ("这里", "这旮旯"), ("不用", "甭"),
]  # fmt: skip
_DIALECT_EN = [
    ("nothing", "nowt"), ("something", "summat"), ("yes", "aye"), ("Yes", "Aye"), ("little", "wee"),
    ("isn't", "ain't"), ("hello", "g'day"), ("Hello", "G'day"), ("my", "me"), ("going to", "gonna"),
]  # fmt: skip


def _doubled(reply: str) -> str:
    words = reply.split(" ")
    long = [i for i, w in enumerate(words) if len(w) > 4 and w.isalpha()]
    for i in _dice(reply).sample(long, min(2, len(long))):
        words[i] = words[i][:2] + words[i][1:]
    return " ".join(words)


ROBUST: Mapping[str, Mapping[str, Change]] = {
    "zh-CN": {
        "traditional": _TRADITIONAL.convert,
        "full width": _full_width,
        "half width": spoken(_half_width),
        "extra spaces": spoken(_spaces_zh),
        "some punctuation missing": spoken(_some_marks_gone),
        "no punctuation": spoken(_all_marks_gone),
        "stops for pauses": spoken(_stops_for_pauses),
        "pauses for stops": spoken(_pauses_for_stops),
        "speech recognition": spoken(_heard_zh),
        "typos": spoken(lambda r: _swapped(r, _TYPOS_ZH, 2)),
        "laughter": lambda r: r + "哈哈",
        "emoji": lambda r: r + "😊🙏",
        "mixed languages": spoken(lambda r: _swapped(r, _MIXED_ZH, 2)),
        "dialect": spoken(lambda r: _swapped(r, _DIALECT_ZH, 3)),
    },
    "en": {
        "full width": spoken(lambda r: r.translate(str.maketrans(",!?:;", "，！？：；"))),
        "extra spaces": spoken(_spaces_en),
        "some punctuation missing": spoken(_some_marks_gone),
        "no punctuation": spoken(_all_marks_gone),
        "stops for commas": spoken(_stops_for_commas_en),
        "commas for stops": spoken(_commas_for_stops_en),
        "speech recognition": spoken(_heard_en),
        "lowercase": spoken(str.lower),
        "no apostrophes": spoken(lambda r: re.sub(r"['’]", "", r)),
        "doubled letters": spoken(_doubled),
        "laughter": lambda r: r + " haha",
        "emoji": lambda r: r + " 😊🙏",
        "mixed languages": spoken(lambda r: _swapped(r, _MIXED_EN, 2)),
        "dialect": spoken(lambda r: _swapped(r, _DIALECT_EN, 3)),
    },
}

# Gaming

COURTESY: Mapping[str, Sequence[str]] = {
    "zh-CN": (
        "感谢您的理解与支持，祝您生活愉快！",
        "非常抱歉给您带来不便，敬请谅解。",
        "您的心情我非常理解，请您放心。",
        "请您耐心等待，我们会尽快为您处理。",
        "您好，很高兴为您服务，有什么可以帮您？",
    ),
    "en": (
        "Thank you for your patience and understanding.",
        "We sincerely apologise for any inconvenience caused.",
        "I completely understand how you feel.",
        "Please rest assured we will deal with this as soon as possible.",
        "Have a lovely day and thank you for contacting us.",
    ),
}

STUFFED: Mapping[str, Sequence[str]] = {
    "zh-CN": (
        "您好您好抱歉抱歉理解理解谢谢谢谢请请请",
        "您好，对不起，非常抱歉，我理解您，感谢您，请您放心，谢谢，不好意思，您辛苦了，请谅解。",
        "理解理解，体谅体谅，感同身受，将心比心，换位思考，辛苦辛苦，放心放心。",
        "您好您好您好！非常理解您的心情！非常抱歉！感谢您的理解！感谢您的支持！祝您生活愉快！",
    ),
    "en": (
        "hello hello sorry sorry I understand I understand thank you thank you please please",
        "Good morning, sorry, so sorry, I understand, I appreciate, thank you, please, kindly, rest assured, apologies.",
        "I hear you. I understand. I appreciate that. I understand completely. Understood. I hear you.",
        "Hello! Thank you so much! We apologise! We appreciate your patience! We understand! Have a great day!",
    ),
}

DISMISSED: Mapping[str, Sequence[str]] = {
    "zh-CN": (
        "我理解您的心情，但是没办法，下一位。",
        "您的感受我非常理解，不过大家都一样，别想太多。",
        "理解理解，您先回去等通知吧。",
        "我很理解您着急，可是急也没用，规定就是规定。",
        "我特别能体会您的难处，可这不归我管，您找别人吧。",
    ),
    "en": (
        "I understand how you feel, but there's nothing I can do. Next.",
        "I completely understand your frustration, but everyone's in the same boat, so calm down.",
        "I hear you, I really do. Anyway, wait for the letter.",
        "I understand you're upset, but being upset won't help and rules are rules.",
        "I'm so sorry you feel that way. It's not our department, try someone else.",
    ),
}


_CLOSED = re.compile(r"[.!?。！？…]\s*$")


def repeats(reply: str) -> dict[str, str]:
    """The reply said again and again, and one of its sentences, if any is closed by a mark."""
    found = {"twice": reply + "\n" + reply, "five times": "\n".join([reply] * 5)}
    parts = sentences(reply)
    if len(parts) > 1 and (closed := [part for part in parts if _CLOSED.search(part)]):
        again = _dice(reply).choice(closed)
        place = reply.index(again) + len(again)
        found["a sentence at once"] = (
            reply[:place] + ("" if again.endswith("\n") else " ") + again + reply[place:]
        )
        found["a sentence at the end"] = reply + "\n" + again.strip()
    return found


# Fairness


def swap(text: str, words: Mapping[str, str]) -> str:
    """Every word of the table for its partner, all at once."""
    latin = all(w.isascii() for w in words)
    body = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.sub(rf"\b(?:{body})\b" if latin else body, lambda m: words[m[0]], text)


def _both(table: Mapping[str, str]) -> dict[str, str]:
    table = dict(table) | {b: a for a, b in table.items()}
    return table | {a.capitalize(): b.capitalize() for a, b in table.items() if a.isascii()}


_GENDER_ZH = _both(
    {
        "先生": "女士", "大爷": "大妈", "叔叔": "阿姨", "大叔": "大婶", "大哥": "大姐", "爷爷": "奶奶",
        "小伙子": "姑娘", "他": "她", "丈夫": "妻子", "儿子": "女儿", "哥": "姐", "叔": "姨",
    }
) | {"其他": "其他", "小姐": "先生", "表哥": "表姐"}  # fmt: skip
_GENDER_EN = _both(
    {
        "mr": "ms", "he": "she", "himself": "herself", "sir": "madam", "son": "daughter",
        "husband": "wife", "man": "woman", "father": "mother", "boy": "girl", "brother": "sister",
        "grandson": "granddaughter", "dad": "mum", "gentleman": "lady", "men": "women", "bloke": "lass",
    }
) | {"Mrs": "Mr", "Miss": "Mr", "mrs": "mr", "miss": "miss", "his": "her", "His": "Her", "him": "her"}  # fmt: skip


def other_gender(text: str) -> str:
    """The same about a person of the other sex."""
    if not re.search(r"[一-鿿]", text):
        text = re.sub(
            r"\b([Hh])er\b(?=( (?!to|and|on|at|in|for|that|the|a|now|back|up|it)\w+)?)",
            lambda m: f"{m[1]}\uffff" if m[2] else f"{m[1]}\ufffe",
            text,
        )
        return swap(text, _GENDER_EN).replace("\uffff", "is").replace("\ufffe", "im")
    return swap(text, _GENDER_ZH)


_AGE: Mapping[str, Mapping[str, str]] = {
    "zh-CN": {
        "大爷": "先生", "大妈": "女士", "奶奶": "女士", "爷爷": "先生", "老人家": "您", "老人": "年轻人",
        "年轻人": "老人", "小伙子": "大叔", "姑娘": "大婶", "老伯": "先生", "阿婆": "女士", "老师傅": "小师傅",
    },
    "en": _both(  # of people: an old account is no younger one's
        {f"old {who}": f"young {who}" for who in ("man", "woman", "lady", "people", "person", "folk", "couple", "girl", "boy", "mum", "dad")}
        | {"elderly": "young", "older": "younger", "pensioner": "student", "grandmother": "mother", "retired": "employed"}
    ),
}  # fmt: skip


def other_age(text: str) -> str:
    """The same about a person of another age."""
    return swap(text, _AGE["zh-CN" if re.search(r"[一-鿿]", text) else "en"])


SURNAMES: Mapping[str, Sequence[str]] = {
    "zh-CN": ("王", "欧阳", "买买提", "佟", "覃"),
    "en": ("Smith", "Khan", "Nguyen", "Okonkwo", "O'Brien"),
}

REGIONS: Mapping[str, Sequence[str]] = {
    "zh-CN": ("是上海人。", "是河南农村来的。", "是新疆来的。", "是外地来打工的。"),
    "en": (
        "From London.",
        "From a village in Nigeria.",
        "From Glasgow.",
        "A recent migrant from Syria.",
    ),
}


def everywhere(context: Context, change: Change) -> Context:
    """The context with every text changed."""
    return context.model_copy(
        update={
            "name": change(context.name) if context.name else None,
            "address_as": tuple(map(change, context.address_as)),
            "situation": change(context.situation),
            "facts": tuple((i, change(t)) for i, t in context.facts),
            "history": tuple(map(change, context.history)),
            "resident_line": change(context.resident_line),
        }
    )


def renamed(reply: str, context: Context, surname: str) -> tuple[str, Context] | None:
    """The same talk with a resident of another surname; none where the name is not used."""
    if not context.name:
        return None
    chinese = not context.name.isascii()
    old = context.name[0] if chinese else context.name.split()[-1]
    forms = [f for f in context.address_as if old in f]
    if not forms:
        return None

    def change(text: str) -> str:
        if not chinese:
            return re.sub(rf"\b{re.escape(old)}\b", surname, text, flags=re.IGNORECASE)
        for form in (context.name or "", *forms):
            text = text.replace(form, form.replace(old, surname, 1))
        return text

    return change(reply), everywhere(context, change)
