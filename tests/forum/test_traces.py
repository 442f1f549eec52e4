"""Where a trace stands among the posts of a page."""

from types import SimpleNamespace

import pytest

from forum.templatetags.traces import among, standing_after


@pytest.mark.parametrize(
    ("numbers", "left_at", "stands"),
    [([1, 2, 3], 2, 2), ([1, 3, 5], 4, 3), ([2, 3], 1, 0), ([], 7, 0), ([21, 22], 30, 22)],
)
def test_trace_stands_after_the_last_post_before_it(numbers: list[int], left_at: int, stands: int):
    posts = [SimpleNamespace(number=number) for number in numbers]

    placed = among({left_at: ["removed"]}, posts)

    assert standing_after(placed, stands) == ["removed"]
    assert sum(map(len, placed.values())) == 1


def test_traces_of_several_missing_posts_keep_their_order():
    posts = [SimpleNamespace(number=1), SimpleNamespace(number=5)]

    assert among({4: ["fourth"], 2: ["second", "again"]}, posts) == {1: ["second", "again", "fourth"]}


def test_topic_without_traces_has_none():
    assert among({}, [SimpleNamespace(number=1)]) == {}
    assert standing_after("", 1) == []
