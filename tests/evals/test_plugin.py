"""The plugin in a pytest of its own, with the texts played and the reader that knows words."""

import json
from xml.etree import ElementTree

import pytest
from suite_fakes import BLENDED, GOOD, case, suite_in

pytest_plugins = ["pytester"]
CONFTEST = """
import sys; sys.path.insert(0, {tests!r})
from heart_fakes import read
from oneframe.evals.running import Tools
Tools._reader = property(lambda self: read)
"""


@pytest.fixture
def suite(pytester):
    tests = str(__import__("pathlib").Path(__file__).parents[1])
    pytester.makeconftest(CONFTEST.format(tests=tests))

    def make(texts, **changes):
        cases = [case(i, tags=["late"] if i == "a" else []) for i in texts]
        lines = [{"id": i, "text": t} for i, t in texts.items() if t is not None]
        return suite_in(pytester.path / "mine", cases, lines, **changes)

    return make


def test_a_case_is_an_item_and_its_failure_says_why(pytester, suite):
    file = suite({"a": GOOD, "b": BLENDED, "c": None})
    done = pytester.runpytest_subprocess(
        "--oneframe", str(file), "-p", "no:cacheprovider", "--junitxml=out.xml"
    )
    done.assert_outcomes(passed=1, failed=2)
    done.stdout.fnmatch_lines(["*one_frame: the text is blended*"])
    root = ElementTree.parse(pytester.path / "out.xml").getroot()
    assert sorted(t.get("name") for t in root.iter("testcase")) == ["a", "b", "c"]


@pytest.mark.parametrize(("options", "passed"), [(["-k", "zeta"], 1), (["-k", "late"], 1), (["-n", "2"], 2)])
def test_selection_and_xdist_work(pytester, suite, options, passed):
    file = suite({"a": GOOD, "zeta": GOOD})
    pytester.runpytest_subprocess("--oneframe", str(file), *options).assert_outcomes(passed=passed)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"cases": []}, "has no cases"),
        ({"checks": [{"type": "one_farme"}]}, "No check is called"),
        ({"version": 9}, "version"),
    ],
)
def test_an_empty_or_wrong_suite_is_red(pytester, suite, changes, what):
    file = suite({"a": GOOD})
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))
    done = pytester.runpytest_subprocess("--oneframe", str(file))
    assert done.ret != 0
    assert what in done.stdout.str()


def test_a_suite_that_is_not_there_is_a_usage_error(pytester):
    assert pytester.runpytest_subprocess("--oneframe", "nowhere.yaml").ret == pytest.ExitCode.USAGE_ERROR
