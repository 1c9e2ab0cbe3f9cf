"""How the page is started, and what it looks like: the two sources of options agree, the colours are readable."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from oneframe.ui.launch import APP, OPTIONS, command

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
COLORS = ("red", "orange", "yellow", "blue", "green", "gray")


def flat(table: dict, path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{name}.")
        elif isinstance(value, list):
            yield f"{path}{name}", ",".join(value)
        else:
            yield f"{path}{name}", str(value).lower() if isinstance(value, bool) else str(value)


def test_a_checkout_and_a_wheel_run_with_the_same_options():
    assert dict(flat(tomllib.loads(CONFIG.read_text(encoding="utf-8")))) == dict(OPTIONS)


def test_every_option_is_one_that_streamlit_knows():
    from streamlit import config

    assert set(OPTIONS) <= set(config._config_options_template)


def test_the_command_carries_the_options_and_the_port_only_when_asked():
    plain = command(None, headless=False)
    assert plain[:4] == ["-m", "streamlit", "run", str(APP)] and APP.is_file()
    assert "--server.address=127.0.0.1" in plain and "--browser.gatherUsageStats=false" in plain
    assert not any(a.startswith("--server.port") for a in plain)
    assert {"--server.port=8600", "--server.headless=true"} <= set(command(8600, headless=True))


def light(color: str) -> float:
    """Return the relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, two: str) -> float:
    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def faded(text: str, ground: str) -> str:
    """Return the colour of a caption: the text colour at 60 % over its ground."""
    pairs = ((int(text[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(0.6 * t + 0.4 * g):02x}" for t, g in pairs)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_colour_has_a_contrast_of_at_least_four_and_a_half(mode):
    color = {n.rpartition(".")[2]: v for n, v in OPTIONS.items() if n.startswith(f"theme.{mode}.")}
    ground, panel, text = color["backgroundColor"], color["secondaryBackgroundColor"], color["textColor"]
    pairs = [(color[f"{c}TextColor"], color[f"{c}BackgroundColor"]) for c in COLORS]
    pairs += [(color[f"{c}TextColor"], ground) for c in COLORS]
    pairs += [(text, ground), (text, panel), (color["linkColor"], ground), (color["primaryColor"], ground)]
    pairs += [(color["codeTextColor"], color["codeBackgroundColor"])]
    pairs += [(faded(text, ground), ground), (faded(text, panel), panel)]
    assert [(a, b, round(contrast(a, b), 2)) for a, b in pairs if contrast(a, b) < 4.5] == []
