"""The line that Java's functions write per invocation: counts of verdicts, and the first failures, without personal data."""

from __future__ import annotations

import json
from collections import Counter

from triskel_consume import Outcome, Settlement

_MOST_TROUBLES = 10


def write(consumer: str, settlement: Settlement) -> None:
    """Writes the line, unless nothing happened."""
    verdicts = settlement.verdicts
    if all(verdict.outcome is Outcome.IGNORED for verdict in verdicts):
        return
    events = Counter(str(verdict.outcome) for verdict in verdicts)
    troubles = [f"{verdict.outcome}: {verdict.reason}" for verdict in verdicts if verdict.reason][:_MOST_TROUBLES]
    line = {"consumer": consumer, "events": dict(sorted(events.items())), "troubles": troubles}
    print(json.dumps(line, separators=(",", ":")), flush=True)
