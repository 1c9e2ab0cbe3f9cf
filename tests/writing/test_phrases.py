"""The phrase bank: whole, chosen by register, and varied from turn to turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneframe import settings
from oneframe.errors import AssetDamaged
from oneframe.frames import Element, Frame
from oneframe.reading.naming import frames_called, frames_denied, frames_named
from oneframe.writing.phrases import Register, load_phrases, register_of
from oneframe.writing.plain import softeners

BANK = load_phrases(settings.prompts() / "phrases")
FRAMES = (Frame.COACHING, Frame.PERFORMANCE)


@pytest.mark.parametrize("frame", FRAMES)
def test_every_purpose_has_a_phrase_in_every_register(frame):
    needed = {"naming", "companion"} | ({e.value for e in Element} if frame is Frame.PERFORMANCE else set())
    assert needed <= set(BANK.phrases[frame])
    assert all(BANK.phrases[frame][p][r.value] for p in needed for r in Register)


@pytest.mark.parametrize(
    ("frame", "text"), [(f, t) for f in FRAMES for ts in BANK.phrases[f]["naming"].values() for t in ts]
)
def test_a_naming_phrase_names_its_frame_alone(frame, text):
    assert frames_named(text) == {frame}
    assert frame.other not in frames_called(text)
    assert not frames_denied(text)
    assert frame is Frame.COACHING or not softeners(text)
    assert "[" not in text
    assert "{" not in text


@given(st.text(max_size=50), st.integers(0, 20), st.sampled_from(Register), st.sampled_from(FRAMES))
def test_a_pick_is_stable_and_the_next_turn_differs(seed, turn, register, frame):
    first = BANK.pick(frame, "naming", register, seed, turn)
    assert first == BANK.pick(frame, "naming", register, seed, turn)
    assert first in BANK.phrases[frame]["naming"][register.value]
    if len(BANK.phrases[frame]["naming"][register.value]) > 1:
        assert first != BANK.pick(frame, "naming", register, seed, turn + 1)


def test_the_shortest_is_the_shortest_and_every_phrase_is_known():
    for frame in FRAMES:
        for register in Register:
            short = BANK.shortest(frame, "naming", register)
            assert len(short) == min(map(len, BANK.phrases[frame]["naming"][register.value]))
            assert short in BANK.all()


@pytest.mark.parametrize(
    ("text", "register"),
    [
        ("yo sam\nneed it by 5", Register.TERSE),
        ("need it by 5", Register.TERSE),
        ("Dear Mr Obi,\nKindly submit it.", Register.FORMAL),
        ("Hi Ana,\nit is late.\nYours sincerely\nTom", Register.FORMAL),
        ("Hi Ana! It is late.", Register.WARM),
        ("Hi Ana, lovely to see you.", Register.WARM),
        ("Ana, the sheet is due.", Register.PLAIN),
        ("", Register.PLAIN),
        ("😀", Register.WARM),
        ("123", Register.PLAIN),
        ("\n\n", Register.PLAIN),
    ],
)
def test_the_register_of_a_draft_is_heard(text, register):
    assert register_of(text) is register


@given(st.text())
def test_any_text_has_a_register(text):
    assert register_of(text) in Register


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        "not toml [",
        '[naming]\nplain = ["x"]\n',
        "[naming]\nplain = []\nwarm = []\nformal = []\nterse = []\n",
        "\xff",
    ],
)
def test_a_damaged_phrase_file_is_named_with_the_remedy(tmp_path, body):
    good = settings.prompts() / "phrases" / "coaching.toml"
    (tmp_path / "coaching.toml").write_bytes(good.read_bytes())
    if body is not None:
        (tmp_path / "performance.toml").write_bytes(body.encode("latin-1"))
    with pytest.raises(AssetDamaged, match=r"performance\.toml.*Reinstall"):
        load_phrases(tmp_path)
