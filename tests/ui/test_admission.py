"""How many sessions one process serves: the newest are refused politely, and the drill that shows why."""

import asyncio
import random
import time

import pytest
from browsing import running
from ui_fakes import FakeCoach

from oneframe.ui import admission, wording_ask
from oneframe.ui.admission import Door

RERUNS = 4


def test_whoever_is_inside_stays_and_the_next_one_waits_until_somebody_left():
    now = [0.0]
    door = Door(2, 60, lambda: now[0])
    assert [door.lets_in(s) for s in ("a", "b", "c", "a")] == [True, True, False, True]
    now[0] = 59
    assert door.lets_in("a") and not door.lets_in("c")
    now[0] = 61
    assert door.lets_in("c") and not door.lets_in("b")


def test_a_full_page_says_so_and_offers_to_try_again(open_page, monkeypatch):
    monkeypatch.setattr(admission, "_door", lambda: Door(0))
    page = open_page(FakeCoach())
    assert page.info[0].value == wording_ask.FULL and not page.chat_input and not page.exception
    monkeypatch.setattr(admission, "_door", lambda: Door(1))
    assert page.button(key="try-again").click().run().chat_input


async def _session(url: str, wait_s: float, pace_s: float, times: list[float]) -> None:
    """Open the page and draw it again at a pace, as a browser tab does, keeping how long each drawing took."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.asyncio.client import connect

    await asyncio.sleep(wait_s)
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], origin=url, max_size=None) as socket:
        for number in range(RERUNS):
            began = time.perf_counter()
            back = BackMsg()
            back.rerun_script.query_string = ""
            await socket.send(back.SerializeToString())
            while True:
                told = ForwardMsg()
                told.ParseFromString(await asyncio.wait_for(socket.recv(), 60))
                if told.WhichOneof("type") == "script_finished":
                    break
            if number:
                times.append(time.perf_counter() - began)
            await asyncio.sleep(pace_s * random.uniform(0.8, 1.2))


async def _crowd(url: str, count: int, pace_s: float = 10.0) -> list[float]:
    times: list[float] = []
    await asyncio.gather(*(_session(url, pace_s * n / count, pace_s, times) for n in range(count)))
    return sorted(times)


@pytest.mark.slow
@pytest.mark.parametrize(("count", "most_s"), [(50, 0.25), (100, 0.6)])
def test_paced_sessions_are_drawn_in_time(tmp_path, count, most_s):
    with running(tmp_path, ONEFRAME_WRITER="composer") as url:
        times = asyncio.run(_crowd(url, count))
    p95 = times[int(0.95 * len(times))]
    print(f"{count} sessions: p50 {times[len(times) // 2]:.3f} s, p95 {p95:.3f} s of {len(times)} reruns")
    assert p95 <= most_s
