"""Pub/Sub: answers a push request, and publishes over REST with google-auth.

Debian has no client of Google's, so there is no inbox and no parking lot on Firestore here: handlers must recognise
duplicates themselves, and what cannot be handled is redelivered by the subscription.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

from . import rfc3339
from .codec import WireEvent
from .consume import Consumer, Outcome, Redelivery, Verdict, read_delivery
from .invalid import InvalidEvent
from .keys import NANOS
from .publish import Accepted, Cause, Entry, Limits, Outgoing, Rejected
from .replay import answer_replay, is_replay
from .settlement import settle

_PREFIX = "ce-"
_VALUE_BYTES = 1024
_ATTRIBUTES = 100
_FIRST_WAIT = NANOS // 10
_LONGEST_WAIT = NANOS
_MAY_PASS = (Outcome.FAILED, Outcome.IN_PROGRESS_ELSEWHERE, Outcome.PORT_FAILED)


def handle(consumer: Consumer, body: str | bytes, seconds: float) -> tuple[int, str]:
    """Answers one push request, or a replay: the HTTP status and the response's body.

    ``seconds`` is what a call may take: less than the service's time-out and the subscription's acknowledgement deadline.
    An event that fails is retried in place for half of it, since Pub/Sub pushes more slowly after each refused push.
    """
    try:
        document = json.loads(body)
        if is_replay(document):
            return 200, json.dumps(answer_replay(consumer, document, consumer.deadline(seconds)))
        return _settle(consumer, document, seconds)
    except ValueError as broken:
        return 400, str(broken)


def _settle(consumer: Consumer, document: Any, seconds: float) -> tuple[int, str]:
    message = document.get("message") if isinstance(document, dict) else None
    subscription = document.get("subscription") if isinstance(document, dict) else None
    if not isinstance(message, dict):
        raise ValueError("A pushed message must be a JSON object")
    own_id = message.get("messageId") or message.get("message_id")
    if not subscription or not own_id:
        missing = "names none" if not subscription else "has none"
        raise ValueError(
            f"A pushed message must name its subscription and have an id, this one {missing}: is this function behind a"
            " Pub/Sub trigger?"
        )
    read = wire(message.get("attributes") or {}, base64.b64decode(message.get("data") or ""))
    key = message.get("orderingKey") or message.get("ordering_key") or read.attributes.get("partitionkey")
    published = _time(message.get("publishTime") or message.get("publish_time"))
    delivery = read_delivery(consumer.codec, read, key or None, f"{subscription}/{own_id}", published)
    begun, deadline = consumer.clock(), consumer.deadline(seconds)
    wait, left = _FIRST_WAIT, int(seconds * NANOS) // 2
    while True:
        verdict = settle(consumer, [delivery], Redelivery.ONE_BY_ONE, deadline).verdicts[0]
        pause = wait // 2 + int(random.random() * wait)
        until_half = begun + int(seconds * NANOS) // 2 - consumer.clock()
        if verdict.outcome not in _MAY_PASS or min(until_half, left) <= pause:
            return _answer(delivery.position, verdict)
        consumer.sleep(pause / NANOS)
        left -= pause
        wait = min(2 * wait, _LONGEST_WAIT)


def _answer(position: str, verdict: Verdict) -> tuple[int, str]:
    if verdict.settled:
        return 204, ""
    return 500, f"{position} is not settled: {verdict.outcome}, {verdict.reason}"


def _time(text: Any) -> int | None:
    """An unreadable time counts as missing: it is no reason to reject a message."""
    try:
        return rfc3339.instant(text) if isinstance(text, str) else None
    except InvalidEvent:
        return None


def wire(attributes: Mapping[str, str], data: bytes) -> WireEvent:
    """The attributes and bytes of a message; without attributes if it is a structured event."""
    content_type = attributes.get("content-type", attributes.get("Content-Type"))
    if content_type is not None and content_type.lower().startswith("application/cloudevents"):
        return WireEvent(data)
    own = {name.removeprefix(_PREFIX): text for name, text in attributes.items() if name.startswith(_PREFIX)}
    if content_type is not None and own:
        own["datacontenttype"] = content_type
    return WireEvent(data, own)


def message(outgoing: Outgoing) -> dict[str, Any]:
    """An event as a message of the REST API, in binary mode of the protocol binding."""
    attributes = {_PREFIX + name: text for name, text in outgoing.wire.attributes.items()}
    made = {"attributes": attributes, "data": base64.b64encode(outgoing.wire.body).decode()}
    return made | ({"orderingKey": outgoing.event.key} if outgoing.event.key is not None else {})


def _misfit(outgoing: Outgoing) -> str | None:
    """Why Pub/Sub would reject an event, and with it its whole request."""
    attributes = outgoing.wire.attributes
    if len(attributes) > _ATTRIBUTES:
        return f"A message can have at most {_ATTRIBUTES} attributes, this event has {len(attributes)}"
    for name, text in attributes.items():
        if len(text.encode()) > _VALUE_BYTES:
            return (
                f"An attribute of a message can have at most {_VALUE_BYTES} bytes, this event's {name} has more"
            )
    return None


class PubSubBus:
    """Publishes to a topic, such as ``projects/P/topics/T``, over REST.

    A request has one ordering key, as the API requires (``PubsubMessage.ordering_key``), and is accepted as a whole.
    ``session`` is one of ``requests``; by default one with the Application Default Credentials.
    """

    limits = Limits(
        binary=True,
        max_events=1_000,
        # A request has at most 10 MB, and its bytes travel as Base64.
        max_request_bytes=7_000_000,
        max_event_bytes=7_000_000,
        several_keys=False,
        several_per_key=True,
    )

    def __init__(self, topic: str, endpoint: str = "https://pubsub.googleapis.com", session: Any = None) -> None:
        self._url = f"{endpoint}/v1/{topic}:publish"
        self._topic = topic
        self._session = session or _authorized()

    def send(self, batch: Sequence[Outgoing], deadline: int) -> Sequence[Entry]:
        """As the bus says."""
        whys = [_misfit(outgoing) for outgoing in batch]
        # Behind a misfit nothing of its key is sent, so that no event overtakes it; a request has one key, or none.
        first = next((place for place, why in enumerate(whys) if why), len(batch))
        keyed = batch[0].event.key is not None
        sent = [place for place, why in enumerate(whys) if not why and (place < first or not keyed)]
        entries: dict[int, Entry] = {
            place: Rejected(outgoing.event, Cause.INVALID if why else Cause.TRANSIENT, why or "Not sent: behind a misfit")
            for place, (outgoing, why) in enumerate(zip(batch, whys, strict=True))
        }
        if sent:
            entries |= dict(zip(sent, self._post([batch[place] for place in sent]), strict=False))
        return [entries[place] for place in range(len(batch))]

    def _post(self, batch: Sequence[Outgoing]) -> Sequence[Entry]:
        try:
            answer = self._session.post(
                self._url, json={"messages": [message(outgoing) for outgoing in batch]}, timeout=(2, 5)
            )
        except Exception as failure:
            never = type(failure).__name__ in ("ConnectTimeout", "NewConnectionError")
            cause = Cause.TRANSIENT if never else Cause.UNKNOWN
            return [Rejected(outgoing.event, cause, str(failure)) for outgoing in batch]
        if answer.status_code != 200:
            cause = _cause_of(answer.status_code)
            return [Rejected(outgoing.event, cause, answer.text) for outgoing in batch]
        ids = answer.json().get("messageIds", [])
        return [Accepted(each.event, f"{self._topic}/{own_id}") for each, own_id in zip(batch, ids, strict=False)]


def _cause_of(status: int) -> Cause:
    known = {400: Cause.INVALID, 401: Cause.DENIED, 403: Cause.DENIED, 404: Cause.NOT_FOUND, 413: Cause.TOO_LARGE}
    return known.get(status) or {429: Cause.THROTTLED, 503: Cause.TRANSIENT}.get(status, Cause.UNKNOWN)


def _authorized() -> Any:
    import google.auth
    from google.auth.transport.requests import AuthorizedSession

    credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/pubsub"])
    return AuthorizedSession(credentials, max_refresh_attempts=1)
