"""What is logged while Redis is away: one line at the beginning, one at the end."""

import logging

import pytest
from structlog.testing import capture_logs

from notifications.live import away


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(away.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(away, "outage", away.Outage())
    return now


def fails(message: str = "Unexpected exception in receive task", error: Exception | None = None) -> bool:
    """Does the line of channels_redis come through the filter that the settings name?"""
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("channels_redis.pubsub", logging.ERROR, "", 0, message, None, info)
    return away.SaidOnce().filter(record)


def test_an_outage_is_told_when_it_begins_and_when_it_is_over(clock):
    with capture_logs() as lines:
        for _ in range(30):
            assert not fails(error=ConnectionError())
            clock[0] += 1
            away.outage.look()
        clock[0] += away.QUIET_SECONDS
        away.outage.look()
        away.outage.look()
        assert not fails(error=TimeoutError())

    assert [line["event"] for line in lines] == ["live layer away", "live layer back", "live layer away"]
    assert (lines[0]["error"], lines[1]["away_seconds"]) == ("ConnectionError", 29)


def test_what_else_channels_redis_says_comes_through(clock):
    assert fails("Unexpected exception while cleaning-up channel:", KeyError())
    assert fails("a plain line")
    assert away.outage.began is None


def test_the_settings_put_the_filter_where_the_exceptions_are_logged():
    found = logging.getLogger("channels_redis.pubsub").filters  # once for each time that the settings were applied
    assert found
    assert all(isinstance(one, away.SaidOnce) for one in found)
