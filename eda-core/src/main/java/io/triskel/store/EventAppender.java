package io.triskel.store;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import java.util.List;

/** The writing half of a store. */
public interface EventAppender {
    /** Most events of one append: DynamoDB and Table Storage write 100 items at once, one is the commit's own. */
    int MAX_EVENTS = 99;

    /** Most bytes of one append's encoded events together: 400 KiB is DynamoDB's item limit, the rest is for keys. */
    int MAX_BYTES = 350 * 1024;

    /**
     * Appends all events or none, if the stream ends as expected.
     *
     * <p>The last revision is read consistently first. Equal to the expected one: one conditional write. Higher: if the
     * commit at the expected place is of this command, {@link AppendResult.Repeated}, else a conflict. Lower: a
     * conflict. Checking first is safe because a stream only grows; a conditional write alone would allow gaps and
     * overlaps.
     *
     * <p>Each event is stored with its stream and revision as its pattern and, if it has none, the stream's ordering
     * key.
     *
     * @param events 1 to {@value #MAX_EVENTS}, with different ids, plain or sourced
     * @throws AppendTooLargeException if there are more events, or more than {@link #MAX_BYTES} bytes of them
     * @throws IllegalArgumentException if there is no event, two have one id, or one follows another pattern
     * @throws io.triskel.event.PortException if it is unknown whether the events were stored: append again with the
     *     same command id and expectation to learn it
     */
    AppendResult append(StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId);
}
