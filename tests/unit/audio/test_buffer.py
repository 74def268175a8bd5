"""How much a speaker may hold, as it shows how it keeps up."""

import pytest

from assistant_gui.audio.buffer import CALM_AFTER, LATENCIES, Buffer


@pytest.fixture
def buffer():
    return Buffer()


def test_it_is_the_least_there_is_at_first(buffer):
    assert buffer.latency == LATENCIES[0]
    assert not buffer.is_another(0.0)


def test_after_a_close_call_it_is_longer(buffer):
    buffer.close_call(10.0)

    assert buffer.is_another(11.0)
    buffer.change(11.0)

    assert buffer.latency == LATENCIES[1]
    assert not buffer.is_another(12.0)


def test_after_another_close_call_it_stays_as_it_is(buffer):
    buffer.close_call(10.0)
    buffer.change(11.0)
    buffer.close_call(12.0)

    assert not buffer.is_another(13.0)


def test_after_a_long_calm_it_is_the_least_again(buffer):
    buffer.lengthen(0.0)
    buffer.lengthen(10.0)
    assert not buffer.is_another(10.0 + CALM_AFTER - 1)

    buffer.change(10.0 + CALM_AFTER)

    assert buffer.latency == LATENCIES[0]


def test_it_is_lengthened_as_far_as_there_is_more(buffer):
    assert [buffer.lengthen(0.0) for _ in LATENCIES] == [True, True, False]
    assert buffer.latency == LATENCIES[-1]


def test_another_device_begins_with_the_least(buffer):
    buffer.lengthen(0.0)

    buffer.forget()

    assert buffer.latency == LATENCIES[0]
    assert not buffer.is_another(1.0)
