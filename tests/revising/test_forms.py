"""The phrases that a form adds: they name a frame, and carry nothing else."""

import pytest

from oneframe import settings
from oneframe.errors import AssetDamaged
from oneframe.frames import Frame
from oneframe.reading.facts import facts
from oneframe.reading.naming import frames_named
from oneframe.revising.forms import load_form_phrases

FOLDER = settings.prompts() / "phrases"
PHRASES = load_form_phrases(FOLDER)
FRAMES = (Frame.COACHING, Frame.PERFORMANCE)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_subject_names_its_frame_alone(frame):
    assert frames_named(PHRASES.subjects[frame]) == {frame}


@pytest.mark.parametrize("frame", FRAMES)
def test_a_transition_names_both_frames_and_ends_in_the_one_it_opens(frame):
    line = PHRASES.transitions[frame]
    assert line.rindex(frame.value) > line.rindex(frame.other.value)
    assert not facts(line)


@pytest.mark.parametrize("body", [None, "", "not toml [", '[subject]\ncoaching = "x"\n', "subject = 3"])
def test_a_damaged_file_is_named_with_the_remedy(tmp_path, body):
    if body is not None:
        (tmp_path / "forms.toml").write_text(body, encoding="utf-8")
    with pytest.raises(AssetDamaged, match=r"forms\.toml.*Reinstall"):
        load_form_phrases(tmp_path)
