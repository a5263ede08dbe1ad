"""Charts: draws pictures from plain data, in a process of its own: `python -m bot.charts PARENT` reads JSON, writes PNGs.

The desk starts it for one report and waits so long and no longer; Matplotlib is never loaded where the desk runs. Each
picture is 1080 by 1350 pixels: as wide as a phone, in large type. What differs in colour differs in lightness too, by a
hatching or by words, so that it prints in grey and is read by those who do not tell red from green.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from io import BytesIO
from typing import Any

Panel = dict[str, Any]

WIDTH, HEIGHT, DPI = 10.8, 13.5, 100
INK, SOFT, LINE, PAPER = "#1d2733", "#5b6673", "#d5dae0", "#ffffff"
DARK, LIGHT, BAD, WAITS = "#14507a", "#f3b440", "#e0662f", "#e3e7ec"
STEPS = ("#0e3250", "#2569a0", "#6aa6d6", "#b6d5ee", "#e2eef8", "#f4f4f2")
SPREAD = {1: (1,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 2, 3), 5: (0, 1, 2, 3, 4), 6: (0, 1, 2, 3, 4, 5)}
"""Which steps so many neighbours get, to be told apart in grey."""
HATCH = "//"
TITLE, NOTE, BODY, SMALL = 31, 21, 20, 18
LEFT, RIGHT = 0.055, 0.945


def draw(panels: list[Panel]) -> list[bytes]:
    """A PNG of each."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams.update(
        {
            "font.family": "DejaVu Sans",
            "text.color": INK,
            "axes.edgecolor": LINE,
            "axes.labelcolor": SOFT,
            "xtick.color": SOFT,
            "ytick.color": SOFT,
            "hatch.linewidth": 2.0,
            "axes.unicode_minus": False,
        }
    )
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    pngs = []
    for panel in panels:
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)  # it can measure a text before it is drawn
        top = _head(figure, panel)
        _KINDS[panel["kind"]](figure, panel, top)
        out = BytesIO()
        figure.savefig(out, format="png")
        pngs.append(out.getvalue())
    return pngs


def _head(figure: Any, panel: Panel) -> float:
    """What was found, what it means, and of when it is. Returns how far down that reaches."""
    y = 0.958
    for text, size, weight, colour in (
        (panel["title"], TITLE, "bold", INK),
        (panel.get("note", ""), NOTE, "normal", SOFT),
    ):
        for line in _lines(figure, text, size, weight):
            figure.text(LEFT, y, line, size=size, weight=weight, color=colour, va="top")
            y -= size * 1.36 / 72 / HEIGHT
        y -= 0.008
    figure.text(RIGHT, 0.022, panel.get("foot", ""), size=SMALL, color=SOFT, va="bottom", ha="right")
    return y


def _lines(figure: Any, text: str, size: int, weight: str) -> list[str]:
    """Broken at plain blanks only: a number stays with its unit."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(figure, longer, size, weight) <= RIGHT - LEFT:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(figure: Any, text: str, size: int, weight: str = "normal") -> float:
    """Of a text, as a share of the picture's."""
    measured = figure.text(0, 0, text, size=size, weight=weight)
    wide: float = measured.get_window_extent(figure.canvas.get_renderer()).width / (WIDTH * DPI)
    measured.remove()
    return wide


def _axes(figure: Any, box: tuple[float, float, float, float]) -> Any:
    axes = figure.add_axes(box)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=BODY)
    return axes


def _legend(figure: Any, y: float, marks: list[tuple[str, Any]]) -> float:
    """Swatches with their names from the left, in as many lines as they need. Returns the height below them."""
    from matplotlib.patches import Rectangle

    x = LEFT
    for name, look in marks:
        wide = 0.042 + _width(figure, name, NOTE - 1)
        if x > LEFT and x + wide > RIGHT:
            x, y = LEFT, y - 0.034
        figure.add_artist(
            Rectangle((x, y - 0.019), 0.032, 0.019, transform=figure.transFigure, edgecolor=INK, linewidth=1, **look)
        )
        figure.text(x + 0.042, y - 0.0095, name, size=NOTE - 1, color=INK, va="center")
        x += wide + 0.035
    return y - 0.045


_FIRST = {"facecolor": DARK}
_SECOND = {"facecolor": LIGHT, "hatch": HATCH}


def _flow(figure: Any, panel: Panel, top: float) -> None:
    came, went = panel["series"]
    n, most = len(came), max([*came, *went, 1])
    marks: list[tuple[str, Any]] = [(panel["names"][0], _FIRST), (panel["names"][1], _SECOND)]
    if any(panel["off"]):
        marks.append((panel["off_name"], {"facecolor": WAITS}))
    top = _legend(figure, top, marks)
    axes = _axes(figure, (0.095, 0.135, 0.85, top - 0.165))
    for at, off in enumerate(panel["off"]):
        if off:
            axes.axvspan(at - 0.5, at + 0.5, color=WAITS, alpha=0.75, linewidth=0)
    wide = 0.4
    for shift, values, look in ((-wide / 2, came, _FIRST), (wide / 2, went, _SECOND)):
        bars = axes.bar(
            [at + shift for at in range(n)], values, width=wide, edgecolor=INK, linewidth=1 if n < 16 else 0.5, **look
        )
        if n <= 10:
            axes.bar_label(bars, labels=[str(v) if v else "" for v in values], size=NOTE, padding=4, color=INK)
    axes.set_xlim(-0.6, n - 0.4)
    axes.set_ylim(0, most * 1.12)
    every = 1 if n <= 8 else -(-n // 7)
    axes.set_xticks(range(0, n, every), [panel["labels"][at] for at in range(0, n, every)], size=BODY)
    axes.tick_params(axis="x", pad=10)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10**6) if most / s <= 6)
    axes.set_yticks(range(step, most + 1, step))  # a nought would stand upon the first day
    axes.grid(axis="y", color=LINE, linewidth=1.2)
    axes.set_axisbelow(True)
    axes.spines["bottom"].set_visible(True)
    figure.text(LEFT, 0.022, panel["axis"], size=SMALL, color=SOFT, va="bottom")


def _kept(figure: Any, panel: Panel, top: float) -> None:
    looks: list[Any] = [{"facecolor": DARK}, {"facecolor": BAD, "hatch": HATCH}, {"facecolor": WAITS}]
    top = _legend(figure, top, list(zip(panel["names"], looks, strict=True)))
    rows = panel["rows"]
    axes = _axes(figure, (LEFT, 0.07, RIGHT - LEFT, top - 0.085))
    axes.set_xlim(0, 1)
    y, places = 0.0, []
    for n, row in enumerate(rows):
        y += (1.25 if row["head"] and n else 0.35) + 1
        places.append(y)
    high = max(y + 0.75, 8.5 if len(rows) > 2 else 4.5)  # one bar, or two, are thicker: they are all there is
    axes.set_ylim(high, 0)
    axes.axis("off")
    for row, y in zip(rows, places, strict=True):
        total, x = sum(row["parts"]), 0.0
        head = row["head"]
        thick = 0.62 if head else 0.4
        for many, look in zip(row["parts"], looks, strict=True):
            axes.barh(y, many / total, left=x, height=thick, edgecolor=INK, linewidth=1, **look)
            x += many / total
        weight = "bold" if head else "normal"
        size = NOTE + 2 if head else BODY
        over = y - thick / 2 - 0.13
        axes.text(0, over, row["name"], size=size, weight=weight, va="bottom")
        said = " · ".join(filter(None, [row["big"], row["said"]]))
        axes.text(1, over, said, size=size, weight=weight, va="bottom", ha="right", color=INK)


def _times(figure: Any, panel: Panel, top: float) -> None:
    median, ninety, target = panel["names"]
    top = _legend(figure, top, [(median, _FIRST), (ninety, _SECOND), (target, {"facecolor": INK})])
    rows = panel["rows"]
    axes = _axes(figure, (LEFT, 0.07, RIGHT - LEFT, top - 0.085))
    most = min(max([1.15, *(row["ninety"] * 1.04 for row in rows)]), 3.0)
    axes.set_xlim(0, most)
    y, places = 0.0, []
    for row in rows:
        y += 2.55 if row["section"] else 1.62
        places.append(y)
    axes.set_ylim(max(y + 0.65, 8.5), 0.5)
    axes.axis("off")
    body, small = (BODY, SMALL) if len(rows) < 7 else (BODY - 1, SMALL - 1) if len(rows) < 9 else (BODY - 2, SMALL - 2)
    for row, y in zip(rows, places, strict=True):
        if row["section"]:
            axes.text(0, y - 1.12, row["section"], size=NOTE + 2, weight="bold", va="bottom")
        axes.text(0, y - 0.52, row["name"], size=body, va="bottom")
        axes.text(most, y - 0.52, row["n"], size=small, va="bottom", ha="right", color=SOFT)
        if row["promised"]:
            axes.barh(y - 0.24, min(row["ninety"], most), height=0.3, edgecolor=INK, linewidth=1, **_SECOND)
            axes.barh(y - 0.24, min(row["median"], most), height=0.3, edgecolor=INK, linewidth=1, **_FIRST)
            if row["ninety"] > most:
                axes.text(most, y - 0.24, "▶", size=body, ha="right", va="center", color=INK)
            axes.plot([1, 1], [y - 0.47, y - 0.02], color=INK, linewidth=5, solid_capstyle="butt")
        axes.text(0, y + 0.03, row["said"], size=small, va="top")
        if row["promised"]:
            axes.text(most, y + 0.02, f"{target} {row['promised']}", size=small, va="top", ha="right", color=INK)


def _backlog(figure: Any, panel: Panel, top: float) -> None:
    looks = [{"facecolor": STEPS[n]} for n in SPREAD[len(panel["names"])]]
    if len(looks) > 1:
        top = _legend(figure, top, list(zip(panel["names"], looks, strict=True)))
    axes = _axes(figure, (0.3, 0.075, 0.6, top - 0.1))
    most = max([1, *(sum(parts) for parts in panel["parts"])])
    for y, parts in enumerate(panel["parts"]):
        x = 0
        for many, look in zip(parts, looks, strict=True):
            if many:
                axes.barh(y, many, left=x, height=0.62, edgecolor=INK, linewidth=1, **look)
                if many / most > 0.07 and len(looks) > 1:
                    pale = look["facecolor"] in STEPS[2:]
                    axes.text(
                        x + many / 2, y, str(many), size=BODY, ha="center", va="center", color=INK if pale else PAPER
                    )
            x += many
        axes.text(x + most * 0.02, y, panel["totals"][y], size=NOTE + 1, weight="bold", va="center")
    axes.set_ylim(len(panel["parts"]) - 0.4, -0.6)
    axes.set_xlim(0, most * 1.08)
    axes.set_xticks([])
    axes.set_yticks(range(len(panel["labels"])), panel["labels"], size=NOTE, color=INK)
    axes.axvline(0, color=INK, linewidth=1.5)


def _ratings(figure: Any, panel: Panel, top: float) -> None:
    axes = _axes(figure, (0.15, 0.075, 0.62, top - 0.11))
    values = panel["values"]
    most = max([1, *values])
    for y, many in enumerate(values):
        look = {"facecolor": STEPS[min(y, len(STEPS) - 2)]} if y < 3 else {"facecolor": BAD, "hatch": HATCH}
        axes.barh(y, many, height=0.62, edgecolor=INK, linewidth=1, **look)
        axes.text(many + most * 0.02, y, panel["said"][y], size=NOTE + 1, va="center")
    axes.set_ylim(len(values) - 0.4, -0.6)
    axes.set_xlim(0, most * 1.04)
    axes.set_xticks([])
    axes.set_yticks(range(len(values)), panel["labels"], size=NOTE + 4, color=INK)
    axes.axvline(0, color=INK, linewidth=1.5)


def _load(figure: Any, panel: Panel, top: float) -> None:
    top = _legend(figure, top, [(panel["names"][0], _FIRST), (panel["names"][1], _SECOND)])
    axes = _axes(figure, (LEFT, 0.07, RIGHT - LEFT, top - 0.09))
    most = max([1, *(max(pair) for pair in panel["values"])])
    for y, (closed, answers) in enumerate(panel["values"]):
        axes.barh(y, closed, height=0.22, edgecolor=INK, linewidth=1, **_FIRST)
        axes.barh(y + 0.22, answers, height=0.22, edgecolor=INK, linewidth=1, **_SECOND)
        axes.text(closed + most * 0.015, y, str(closed), size=BODY, weight="bold", va="center")
        axes.text(0, y - 0.17, panel["labels"][y], size=NOTE, va="bottom")
        axes.text(most * 1.1, y - 0.17, panel["said"][y], size=SMALL, va="bottom", ha="right", color=SOFT)
    axes.set_ylim(max(len(panel["values"]) - 0.55, 4.4), -0.55)
    axes.set_xlim(0, most * 1.1)
    axes.axis("off")


_KINDS = {
    "flow": _flow,
    "kept": _kept,
    "times": _times,
    "backlog": _backlog,
    "ratings": _ratings,
    "load": _load,
}


def main() -> None:
    """All of standard input is one JSON list; each PNG goes out with its length (four bytes, big-endian) before it."""
    from bot.supervisor import follow

    follow(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    os.nice(5)  # the desk comes first
    for png in draw(json.loads(sys.stdin.buffer.read())):
        sys.stdout.buffer.write(struct.pack(">I", len(png)) + png)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
