package io.triskel.publish;

import java.time.Duration;

/**
 * What a bus takes in one request, and how long it has to answer. An adapter declares these limits, the core keeps to them.
 *
 * @param mode how events are encoded
 * @param maxEvents most events of one request
 * @param maxRequestBytes most bytes of one request, by the sum of {@link Outgoing#bytes()}
 * @param maxEventBytes most {@link Outgoing#bytes()} of one event; larger ones are rejected as {@link Cause#TOO_LARGE}
 * @param severalKeys whether one request may hold several ordering keys
 * @param severalPerKey whether one request may hold several events of one key: only if the bus never accepts a later event
 *     of a key after it has rejected an earlier one of the same request
 * @param callTimeout the time after which no answer comes any more, by the settings of the bus's client; positive. A request
 *     that is unanswered for so long frees its place in flight for others, but not its keys
 */
public record BusLimits(
        WireMode mode,
        int maxEvents,
        int maxRequestBytes,
        int maxEventBytes,
        boolean severalKeys,
        boolean severalPerKey,
        Duration callTimeout) {
    public BusLimits {
        if (maxEvents < 1 || maxEventBytes < 1 || maxRequestBytes < maxEventBytes) {
            throw new IllegalArgumentException(
                    "A request holds at least one event of the largest size; these limits say " + maxEvents
                            + " events, " + maxRequestBytes + " bytes per request, " + maxEventBytes + " per event");
        }
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException("A bus has some time to answer, not " + callTimeout);
        }
    }
}
