"""Repeats requests that may pass, and conditional writes that another writer overtook (Java's io.triskel.spi)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from .invalid import PortError

S = TypeVar("S")
N = TypeVar("N")
T = TypeVar("T")

FORMAT = 1
"""The version of the rows' format that this release writes, and the latest that it reads (Java's StoredFormat)."""

_FIRST_WAIT = 0.025
_LONGEST_WAIT = 1.0
_TRIES = 256
_TRIES_WITHOUT_PAUSE = 2
_FIRST_PAUSE = 0.001
_LONGEST_PAUSE = 0.010


def require_format(version: Any, where: str) -> None:
    """Rejects a row that this release cannot read, so that work waits for the release that wrote it."""
    if version is None:
        raise PortError(
            f"A row of {where} has no format, so no release of Triskel wrote it: let only these stores write there, and "
            "remove such rows"
        )
    if not 1 <= int(version) <= FORMAT:
        raise PortError(
            f"A row of {where} has format {int(version)}, and this release reads formats up to {FORMAT}: a later release"
            " wrote it. Deploy that release or a later one; the row is unchanged"
        )


class Patience:
    """How long a store repeats a request."""

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._until: float | None = None

    def begin(self, seconds: float) -> None:
        """No repetition begins after so many seconds, until the next call."""
        self._until = self._clock() + seconds

    @property
    def over(self) -> bool:
        """Whether that time has passed."""
        return self._until is not None and self._clock() > self._until

    def call(self, passes: Callable[[Exception], bool], request: Callable[[], T]) -> T:
        """The answer to a request, which is repeated after each failure that passes, with growing random waits."""
        end: float | None = None
        wait = _FIRST_WAIT
        while True:
            try:
                return request()
            except Exception as failure:
                now = self._clock()
                end = now + self._seconds if end is None else end
                pause = self._chance() * wait
                wait = min(2 * wait, _LONGEST_WAIT)
                over = now + pause > end or (self._until is not None and now + pause > self._until)
                if over or not passes(failure):
                    raise
                self._sleep(pause)

    def step(
        self,
        what: str,
        there: S,
        proved: bool,
        read: Callable[[], S],
        rule: Callable[[S], tuple[N | None, T]],
        write: Callable[[S, N], S | None],
    ) -> T:
        """Applies a step to a stored state until no other writer is faster.

        ``there`` is the state, or a guess of it unless ``proved``. ``write`` answers None once the next state is
        written, else the stored one. A step that writes nothing does not confirm a guess, so it is applied again.
        """
        for tries in range(_TRIES):
            self._pause_before(tries)
            following, answer = rule(there)
            if following is not None:
                now = write(there, following)
                if now is None:
                    return answer
                there = now
            elif proved:
                return answer
            else:
                there = read()
            proved = True
        raise PortError(f"{what} changed concurrently on each of {_TRIES} tries; retry under less contention")

    def until_answered(self, what: str, attempt: Callable[[], list[T]]) -> T:
        """Repeats an attempt, which answers nothing while another writer is faster."""
        for tries in range(_TRIES):
            self._pause_before(tries)
            answer = attempt()
            if answer:
                return answer[0]
        raise PortError(f"{what} changed concurrently on each of {_TRIES} tries; retry under less contention")

    def _pause_before(self, tries: int) -> None:
        if tries >= _TRIES_WITHOUT_PAUSE:
            self._sleep(self._chance() * min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(tries - _TRIES_WITHOUT_PAUSE, 10)))
