"""Claims about token counts: they are the embedded writer's own, made with no network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneframe.errors import AssetDamaged
from oneframe.guidance import corpus

# Counts of SmolLM2's own tokenizer (byte-level BPE, digits one by one).
TOKENS = [
    ("", 0),
    ("Hello, Ana.", 4),
    ("You missed 3 of 12 handovers since 4 March 2026.", 20),
    ("a  5  b\n\n 7", 7),
    ("<|im_start|>user<|im_end|>", 15),
    ("she'll, they've, I'M", 9),
    ("Ünïcode, 中文, 😀👍🏽", 18),
    ("١٢٣ ½ ⅷ", 12),
    ("x = [1,2];\t\tif (a!=b){}", 16),
    (" \xa0\u2003 ", 5),
    ("INV-0042 at 09:30", 14),
]


@pytest.mark.parametrize(("text", "tokens"), TOKENS)
def test_token_counts_equal_the_models_own(counter, text, tokens):
    assert counter(text) == tokens


@pytest.fixture(scope="module")
def counter():
    return corpus.token_counter()


@given(st.text())
def test_every_text_can_be_counted_and_none_is_free(text):
    count = _counter()(text)
    assert (count == 0) == (text == "")
    assert count <= len(text.encode("utf-8", "replace"))


def _counter(made=[]):  # noqa: B006 - one counter for all examples
    if not made:
        made.append(corpus.token_counter())
    return made[0]


@pytest.mark.parametrize("raw", [b"", b"IQ== 1\n", b"not base64 at all\n", b"IQ== x\n"])
def test_a_torn_ranks_file_is_refused(tmp_path, raw):
    path = tmp_path / "ranks"
    path.write_bytes(raw)
    with pytest.raises(AssetDamaged, match="Reinstall"):
        corpus.token_counter(path)
    with pytest.raises(AssetDamaged, match="Reinstall"):
        corpus.token_counter(tmp_path / "absent")
