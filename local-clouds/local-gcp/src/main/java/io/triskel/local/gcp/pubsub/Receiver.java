package io.triskel.local.gcp.pubsub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Somebody whom a subscription gives messages: a stream, a single pull, a pushed endpoint, a bucket. Guarded by the subscription. */
abstract class Receiver {
    private final Deque<KeyQueue> keys = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private boolean gone;

    /** Whether it wants another message now. */
    abstract boolean hasRoom();

    /** At most so many messages at once. */
    abstract int batch();

    /** Whether further messages of an ordering key may follow while earlier ones are out. */
    abstract boolean keepsKeys();

    /** Replaces the ack deadline of the subscription. */
    abstract Optional<Duration> ackDeadline();

    /** Passes messages on, without waiting for anything. */
    abstract void give(List<Lease> leases);

    /** The ordering keys of which it may have more. */
    final Deque<KeyQueue> keys() {
        return keys;
    }

    final int messages() {
        return messages;
    }

    final long bytes() {
        return bytes;
    }

    final void took(int size) {
        messages++;
        bytes += size;
    }

    final void gaveBack(int size) {
        messages--;
        bytes -= size;
    }

    final boolean isGone() {
        return gone;
    }

    /** It takes no more; what it has stays its own until the deadline. */
    final void leave() {
        gone = true;
        keys.clear();
    }
}
