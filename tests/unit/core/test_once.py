"""Parts that are made when they are first wanted."""

import threading
from concurrent.futures import ThreadPoolExecutor

from assistant_gui.core.once import once


class House:
    def __init__(self, wanting: int = 1) -> None:
        self.built = 0
        self.all_want_it = threading.Barrier(wanting)

    @once
    def roof(self) -> object:
        """What is on top."""
        self.built += 1
        return object()


def test_it_is_made_when_it_is_wanted_and_kept():
    house = House()
    before = house.built

    assert house.roof is house.roof
    assert (before, house.built) == (0, 1)
    assert "roof" in vars(house)


def test_many_threads_that_want_it_at_once_get_the_same():
    house = House(wanting=8)

    def want(_number: int) -> object:
        house.all_want_it.wait(10)
        return house.roof

    with ThreadPoolExecutor(8) as threads:
        roofs = set(threads.map(want, range(8)))

    assert (len(roofs), house.built) == (1, 1)


def test_two_owners_have_one_each():
    assert House().roof is not House().roof


def test_another_can_be_put_in_its_place():
    house = House()
    house.roof = "straw"

    assert (house.roof, house.built) == ("straw", 0)
