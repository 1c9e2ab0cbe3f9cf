"""Claims about the index under kills, tears and rivals, each drilled in a clean process."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("index_drills.py")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the drills fork")


def drill(*words, seconds):
    command = [sys.executable, str(SCRIPT), *map(str, words)]
    child = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    assert child.returncode == 0, child.stderr[-3000:]


def test_kills_during_a_build_never_leave_an_unreadable_or_mixed_index(tmp_path):
    drill("kills", tmp_path, 40, seconds=300)


@pytest.mark.slow
def test_500_kills_during_a_build_never_leave_an_unreadable_or_mixed_index(tmp_path):
    drill("kills", tmp_path, 500, seconds=1200)


def test_any_damage_to_a_file_is_noticed_and_mended(tmp_path):
    drill("corruptions", tmp_path, seconds=300)


def test_two_builders_take_turns(tmp_path):
    drill("builders", tmp_path, seconds=300)
