package io.triskel.publish;

import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;

/**
 * One event of a request to a bus.
 *
 * @param event the event, for its key and identity; its trace is already set
 * @param wire the event to send; in structured mode the attributes are empty and the body is the whole event
 * @param bytes the event's size for the bus's limits: body, attribute names and values and ordering key, in UTF-8
 */
public record Outgoing(Envelope<?> event, WireEvent wire, int bytes) {}
