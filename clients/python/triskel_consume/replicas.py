"""Copies of other services' entities: the highest version of an entity wins, by one conditional write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Replica:
    """An entity of 1 to 128 characters at one version, or its tombstone; versions begin at 1."""

    entity: str
    version: int
    state: bytes
    deleted: bool = False


class Replicas(Protocol):
    """A store of replicas."""

    def get(self, collection: str, entity: str) -> Replica | None:
        """The entity's replica or tombstone, if any version has arrived."""
        ...

    def put(self, collection: str, replica: Replica) -> bool:
        """Whether the replica was stored; not if the same or a higher version is."""
        ...
