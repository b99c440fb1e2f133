package io.triskel.gcp.pubsub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The held messages of one ordering key, or one message without a key. Guarded by the {@link HeldMessages}. */
final class LeasedLane {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Empty for a message without a key. */
    final String key;

    private final Deque<Leased> waiting = new ArrayDeque<>(1);
    private Duration wait = FIRST_WAIT;

    /** Whether a worker has the lane's first events; the events in {@link #waiting} come after these. */
    boolean worked;

    /** Whether the lane waits for a worker. */
    boolean ready;

    LeasedLane(String key) {
        this.key = key;
    }

    int size() {
        return waiting.size();
    }

    void add(Leased event) {
        waiting.addLast(event);
    }

    /** Moves the first waiting events to a batch, until the batch has {@code most}. */
    void moveTo(List<Leased> batch, int most) {
        for (int i = Math.min(most, waiting.size()); i > 0; i--) {
            batch.add(waiting.removeFirst());
        }
    }

    /** Puts events back before all waiting ones, in their original order. */
    void putBack(List<Leased> first) {
        for (int i = first.size() - 1; i >= 0; i--) {
            waiting.addFirst(first.get(i));
        }
    }

    /**
     * Removes the first event whose lease has ended and all events after it: Pub/Sub redelivers them from that event
     * on, to any process, and none of them may be started here meanwhile.
     */
    List<Leased> takeLapsed(long now) {
        for (Leased event : waiting) {
            if (event.lapsed(now)) {
                List<Leased> lapsed = new ArrayList<>();
                while (waiting.peekLast() != event) {
                    lapsed.add(waiting.removeLast());
                }
                lapsed.add(waiting.removeLast());
                return lapsed;
            }
        }
        return List.of();
    }

    /** Called when the lane makes progress. */
    void forgetWait() {
        wait = FIRST_WAIT;
    }

    /** {@return how long to wait before the lane's first event is retried; longer each time} */
    Duration nextWait() {
        Duration now = wait;
        Duration twice = now.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
        return now;
    }
}
