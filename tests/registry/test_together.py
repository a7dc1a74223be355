"""Writes that gather while the lock is held by another: done together, and each with its own outcome."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from catalogue.registry.collector import at_rest
from catalogue.registry.together import Gather, Together

WAIT = 10


class Lock:
    """A lock that somebody else holds until `free`. groups: what was written in one go. The item 3 is at fault."""

    def __init__(self) -> None:
        self.asked, self.free = Event(), Event()
        self.groups: list[list[int]] = []

    def write(self, gather: Gather[int]) -> list[int]:
        self.asked.set()
        assert self.free.wait(WAIT)
        items = list(gather())
        self.groups.append(sorted(items))
        if 3 in items:
            raise ValueError("three")
        return [10 * item for item in items]


def _all_at_once(lock: Lock, items: list[int]) -> list[int | Exception]:
    """What becomes of each item when all have come before the lock is free."""
    together = Together[int, int]()

    def send(item: int) -> int | Exception:
        try:
            return together.do(item, lock.write)
        except ValueError as error:
            return error

    with ThreadPoolExecutor(len(items)) as pool:
        told = [pool.submit(send, items[0])]
        assert lock.asked.wait(WAIT)
        told += [pool.submit(send, item) for item in items[1:]]
        end = time.monotonic() + WAIT
        while together.waiting < len(items) and time.monotonic() < end:
            time.sleep(0.001)
        lock.free.set()
        return [one.result(WAIT) for one in told]


def test_what_gathers_while_the_lock_is_waited_for_is_written_in_one_go() -> None:
    lock = Lock()
    assert _all_at_once(lock, [0, 1, 2, 4, 5, 6, 7, 8]) == [0, 10, 20, 40, 50, 60, 70, 80]
    assert lock.groups == [[0, 1, 2, 4, 5, 6, 7, 8]]


def test_a_fault_is_nobody_elses() -> None:
    lock = Lock()
    first, second, third = _all_at_once(lock, [1, 3, 5])
    assert (first, third) == (10, 50)
    assert isinstance(second, ValueError)
    assert lock.groups[0] == [1, 3, 5]
    assert sorted(lock.groups[1:]) == [[1], [3], [5]]


def test_what_got_no_lock_is_not_written_later() -> None:
    together = Together[int, int]()

    def refuse(_gather: Gather[int]) -> list[int]:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        together.do(1, refuse)
    lock = Lock()
    lock.free.set()
    assert together.do(2, lock.write) == 20
    assert lock.groups == [[2]]


@pytest.fixture
def collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


@pytest.mark.usefixtures("collecting")
def test_the_collector_is_back_whatever_happens() -> None:
    def fail() -> None:
        with at_rest():
            with at_rest():
                assert not gc.isenabled()
            assert not gc.isenabled()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()
