package io.triskel.local.gcp.pubsub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A receiver of a subscription's messages: a stream, a single pull, a pushed endpoint, a bucket. Guarded by the subscription. */
abstract class Receiver {
    private final Deque<KeyQueue> keys = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private boolean gone;

    /** Whether this receiver can take another message now. */
    abstract boolean hasRoom();

    /** The maximum of messages in one delivery. */
    abstract int batch();

    /** Whether further messages of an ordering key may follow while earlier ones are outstanding. */
    abstract boolean keepsKeys();

    /** The ack deadline that replaces the subscription's. */
    abstract Optional<Duration> ackDeadline();

    /** Delivers messages without waiting. */
    abstract void give(List<Lease> leases);

    /** The ordering keys of which this receiver may have more messages. */
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

    /** Called when this receiver takes no more messages; it keeps its messages until their deadline. */
    final void leave() {
        gone = true;
        keys.clear();
    }
}
