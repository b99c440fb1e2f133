package io.triskel.load.function;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import java.util.List;

/**
 * A function's report of one invocation, or of a part of a large one. Times are by the function's own clock.
 *
 * @param instance of the function: a random name of its process
 * @param invocation its number within the instance, from 0
 * @param part of the invocation, from 0
 * @param startedMicros when it began, since the epoch
 * @param initMicros from the start of the process to the instance's first invocation
 * @param lastTellingMicros how long it took to report the previous invocation; 0 for the first
 * @param seen the events, in the order in which they were handled
 */
public record InvocationReport(
        String instance,
        long invocation,
        int part,
        long startedMicros,
        long initMicros,
        long lastTellingMicros,
        List<Seen> seen) {
    static final EventType TYPE = EventType.of("triskel.load.invocation", 1);

    /** So that a report stays far below any bus's limit. */
    static final int MOST = 1_000;

    /**
     * All reports of batches have one key. An instance reports an invocation before the invocation ends, and the next one of an event's key
     * begins later, so the reports arrive in the order in which the events of each key were handled.
     */
    static final OrderingKey KEY = new OrderingKey("invocations");

    static final EventCodec CODEC = EventCodec.of(
            TypeRegistry.builder().add(TYPE, InvocationReport.class).build());

    public InvocationReport {
        seen = List.copyOf(seen);
    }

    /**
     * An event that was handled.
     *
     * @param stamp the event's, as it came
     * @param intact whether all its bytes were as they were sent
     * @param endedMicros when its handler ended, since the epoch
     * @param acceptedMicros when the broker took it, by the broker's clock, since the epoch; 0 if its delivery did not say
     */
    public record Seen(String stamp, boolean intact, long endedMicros, long acceptedMicros) {}
}
