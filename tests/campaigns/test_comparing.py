"""What became of whoever stood on a map earlier."""

import pytest

from commonroot.campaigns.rules.comparing import Moved, Stand, Way, counted, moved

HERE = Stand("A", 1, 4)


@pytest.mark.parametrize(
    ("then", "now", "way", "side", "influence"),
    [
        (HERE, Stand("A", 2.5, 4), Way.TOWARDS, 1.5, 0),
        (HERE, Stand("A", -1, 6), Way.AWAY, -2, 2),
        (HERE, Stand("A", 1, 9), Way.STRONGER, 0, 5),
        (HERE, Stand("A", 1, None), Way.WEAKER, 0, -4),
        (HERE, HERE, Way.STAYED, 0, 0),
        (HERE, Stand("A", 3, 4, known=False), Way.UNKNOWN, 0, 0),
        (Stand("A", None, 4), HERE, Way.UNKNOWN, 0, 0),
        (HERE, Stand("A", None, 4), Way.UNKNOWN, 0, 0),
        (None, HERE, Way.NEW, 0, 0),
    ],
)
def test_what_became_of_somebody(then, now, way, side, influence):
    found = moved({"a": then} if then else {}, {"a": now})

    assert found == [Moved("a", way, then, now, side, influence)]


def test_whoever_is_gone_comes_last_and_all_are_counted_in_the_order_of_telling():
    found = moved({"gone": HERE, "a": HERE, "b": HERE}, {"b": HERE, "a": Stand("A", 2, 4)})

    assert [(one.key, one.way) for one in found] == [
        ("b", Way.STAYED), ("a", Way.TOWARDS), ("gone", Way.GONE),
    ]  # fmt: skip
    assert list(counted(found).items()) == [(Way.TOWARDS, 1), (Way.STAYED, 1), (Way.GONE, 1)]
