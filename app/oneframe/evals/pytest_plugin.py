"""`pytest --oneframe SUITE`: one item a case; -k, xdist and --junitxml work. Sole importer of pytest."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from oneframe.errors import OneframeError
from oneframe.records import Outcome


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("oneframe").addoption(
        "--oneframe",
        action="append",
        default=[],
        metavar="SUITE",
        help="gate the cases of a Oneframe suite.yaml, one item each",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect the named suites, besides the paths that were given."""
    suites = config.getoption("--oneframe")
    missing = [s for s in suites if not Path(s).is_file()]
    if missing:
        raise pytest.UsageError(f"--oneframe: there is no file {', '.join(missing)}")
    if suites and config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args = []
    config.args += [s for s in suites if s not in config.args]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Make a collector of a named suite."""
    named = {Path(s).resolve() for s in parent.config.getoption("--oneframe")}
    return SuiteFile.from_parent(parent, path=file_path) if file_path.resolve() in named else None


class SuiteFile(pytest.File):
    """A suite; its target is opened once, before its first case."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item a case; a suite without any is an error, not a pass."""
        from oneframe.evals.checks import verify_checks
        from oneframe.evals.suite import load_suite

        try:
            self.suite = load_suite(self.path)
            verify_checks(self.suite.specs)
        except OneframeError as fault:
            raise self.CollectError(str(fault)) from fault
        if not self.suite.cases:
            raise self.CollectError(f"{self.path.name} has no cases")
        for case in self.suite.cases:
            yield CaseItem.from_parent(self, name=case.id, case=case)

    def setup(self) -> None:
        """Open the target."""
        from oneframe.evals.running import each_case

        self._open = ExitStack()
        self.ask = self._open.enter_context(each_case(self.suite, self.path.parent))

    def teardown(self) -> None:
        """Close it."""
        self._open.close()


class CaseItem(pytest.Item):
    """One case: passes when every trial does."""

    def __init__(self, *, case: Any, **more: Any) -> None:  # noqa: ANN401 - pytest's own keywords
        super().__init__(**more)
        self.case = case
        self.extra_keyword_matches.update(case.tags)

    def runtest(self) -> None:
        """Ask and check; an answer that cannot be judged is a failure, with its reason."""
        assert isinstance(self.parent, SuiteFile)
        samples = self.parent.ask(self.case)
        bad = [s for s in samples if s.verdict is not Outcome.PASS]
        if bad:
            raise CaseFailed(len(samples) - len(bad), bad, len(samples))

    def repr_failure(self, excinfo: Any, style: Any = None) -> str:  # noqa: ANN401 - as pytest gives them
        """Return the text with its marks instead of a stack."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Say which case of which suite."""
        return self.path, None, f"{self.path.name}::{self.name}"


class CaseFailed(Exception):
    """What went wrong in a case's trials."""

    def __init__(self, passed: int, bad: list[Any], trials: int) -> None:
        first = bad[0]
        whys = [first.error] if first.error else []
        whys += [f"{m.check}: {m.why}" for m in first.marks if m.hard and m.verdict is not Outcome.PASS]
        text = first.output.text if first.output else ""
        super().__init__(
            f"{passed}/{trials} trials passed\n" + "\n".join(whys) + (f"\n\n{text}" if text else "")
        )
