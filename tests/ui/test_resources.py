"""What all sessions share: the guides never keep a draft waiting."""

import threading
import time

from oneframe import settings as config
from oneframe.frames import Frame
from oneframe.wiring import LazyGuides


def test_a_turn_goes_on_without_passages_while_the_index_is_still_being_built():
    guides = LazyGuides(config.load(), patience_s=0.05)
    held, release = threading.Event(), threading.Event()

    def build() -> None:
        with guides._lock:
            held.set()
            release.wait(5)

    builder = threading.Thread(target=build)
    builder.start()
    held.wait(5)
    began = time.monotonic()
    assert guides.for_plan(Frame.COACHING, (), ()) == ()
    assert time.monotonic() - began < 2
    release.set()
    builder.join()
