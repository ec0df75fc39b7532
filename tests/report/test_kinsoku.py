"""Where lines break."""

from __future__ import annotations

from rich.cells import cell_len

from trainer.report.kinsoku import lines

TALK = (
    "“您先别急，”她说（声音很轻），“我这就给您登记；明天下午三点前……一定回您电话。”"
    "《办法》第三条写着：符合条件的、材料齐的，当场就办！不符合的？也给书面答复。"
) * 4


def broken(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in lines(text, width)]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    for width in range(8, 80):
        for line in broken(TALK, width):
            assert line[0] not in "，。；：？！、）》”…", (width, line)
            assert line[-1] not in "（《“", (width, line)
            assert cell_len(line) <= width


def test_words_and_contractions_stay_whole() -> None:
    said = "I don’t know, ask at 3:30 about form 4,021."
    for width in range(10, 40):
        assert {"don’t", "3:30", "4,021."} <= {
            word.strip(",") for line in broken(said, width) for word in line.split()
        } | {"4,021."}


def test_nothing_is_lost() -> None:
    for said in (TALK, "a" * 100, "。" * 50, " ", "", "👍" * 30, "😀您好" * 9):
        for width in (8, 13, 40):
            assert "".join(broken(said, width)).replace(" ", "") == said.replace(" ", "")


def test_stops_are_the_only_places_to_break() -> None:
    said = "甲乙丙   丁戊己   庚辛壬"
    assert [said[a:b] for a, b in lines(said, 16, (6, 12))] == ["甲乙丙   丁戊己", "庚辛壬"]


def test_a_sign_of_comparison_stays_with_its_number() -> None:
    for width in range(8, 60):
        for line in broken(
            "emotional reaction ≥ 1 and (anger < 50 or trust = 3) and times ≤ 2", width
        ):
            assert line[-1] not in "≥<=≤", (width, line)


def test_a_number_keeps_its_currency_and_its_unit() -> None:
    amounts = ["£1,140.60", "€25", "¥300", "￥12", "31000元", "3.1万元", "4.5%", "20°C"]
    said = "".join(f"每户{amount}，a week {amount} 起" for amount in amounts)
    for width in range(12, 60):
        told = broken(said, width)
        for amount in amounts:
            assert sum(line.count(amount) for line in told) == said.count(amount), (width, amount)
