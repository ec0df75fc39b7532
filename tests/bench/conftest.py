"""Times as ratios to something plain measured in the same run, since machines differ and are shared."""

from __future__ import annotations

import pytest

_LINES: list[str] = []


class Told:
    """Figures that are printed at the end of the run."""

    def figure(self, name: str, value: str, bar: str = "") -> None:
        """One line: what, how much, and what it should reach."""
        _LINES.append(f"{name:<58} {value:>24}  {bar}".rstrip())


@pytest.fixture(scope="session")
def told() -> Told:
    return Told()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _LINES:
        terminalreporter.section("figures (bars in brackets)")
        for line in _LINES:
            terminalreporter.write_line(line)
