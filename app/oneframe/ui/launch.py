"""The argv that starts the page, with every option on it, so that a wheel needs no config file.
Must not start anything. `.streamlit/config.toml` says the same for a checkout; a test compares them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

APP: Final = Path(__file__).with_name("app.py")

_LIGHT: Final[Mapping[str, str]] = {
    "primaryColor": "#2B6B70",
    "backgroundColor": "#FCFBF8",
    "secondaryBackgroundColor": "#F3F1EB",
    "textColor": "#11161B",
    "linkColor": "#1F5F64",
    "borderColor": "#D9D5CB",
    "codeTextColor": "#11161B",
    "codeBackgroundColor": "#F5F3EE",
    "redTextColor": "#8F2626",
    "redBackgroundColor": "#FAE6E3",
    "orangeTextColor": "#7A4700",
    "orangeBackgroundColor": "#FAEAD2",
    "yellowTextColor": "#6B4E00",
    "yellowBackgroundColor": "#FBF1CF",
    "blueTextColor": "#1C5080",
    "blueBackgroundColor": "#E1ECF6",
    "greenTextColor": "#245A3A",
    "greenBackgroundColor": "#E0F0E5",
    "grayTextColor": "#545A61",
    "grayBackgroundColor": "#ECEAE5",
}
_DARK: Final[Mapping[str, str]] = {
    "primaryColor": "#7CBDBD",
    "backgroundColor": "#15181C",
    "secondaryBackgroundColor": "#1F242A",
    "textColor": "#E8EAEC",
    "linkColor": "#93CFCF",
    "borderColor": "#3A414A",
    "codeTextColor": "#E8EAEC",
    "codeBackgroundColor": "#1E2329",
    "redTextColor": "#F2A9A3",
    "redBackgroundColor": "#3D2120",
    "orangeTextColor": "#EDBE83",
    "orangeBackgroundColor": "#3A2B16",
    "yellowTextColor": "#E6CE85",
    "yellowBackgroundColor": "#362F16",
    "blueTextColor": "#A3CBEF",
    "blueBackgroundColor": "#1D3044",
    "greenTextColor": "#9FD6B2",
    "greenBackgroundColor": "#1C3526",
    "grayTextColor": "#B7BDC4",
    "grayBackgroundColor": "#2B3037",
}
OPTIONS: Final[Mapping[str, str]] = {
    "server.address": "127.0.0.1",
    "server.headless": "false",
    "server.maxUploadSize": "2",
    "server.showEmailPrompt": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "theme.font": "sans-serif",
    "theme.codeFont": "sans-serif",
    "theme.codeFontSize": "1rem",
    "theme.paddingTop": "3rem",
    "theme.baseRadius": "0.5rem",
    "theme.linkUnderline": "true",
    "theme.showWidgetBorder": "true",
    "theme.headingFontSizes": "1.75rem,1.35rem,1.1rem,1rem,1rem,1rem",
    **{f"theme.light.{name}": color for name, color in _LIGHT.items()},
    **{f"theme.dark.{name}": color for name, color in _DARK.items()},
}


def command(port: int | None, headless: bool) -> list[str]:
    """Return the arguments after `python` that start the page; port None is the first free one from 8501."""
    options = dict(OPTIONS) | {"server.fileWatcherType": "none"}
    if headless:
        options["server.headless"] = "true"
    if port is not None:
        options["server.port"] = str(port)
    return ["-m", "streamlit", "run", str(APP), *(f"--{name}={value}" for name, value in options.items())]
