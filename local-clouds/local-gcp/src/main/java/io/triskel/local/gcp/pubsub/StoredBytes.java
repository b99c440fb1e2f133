package io.triskel.local.gcp.pubsub;

import io.triskel.local.gcp.wire.Refusal;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of all messages, and their limit. */
final class StoredBytes {
    private final long limit;
    private final AtomicLong stored = new AtomicLong();

    StoredBytes(long limit) {
        this.limit = limit;
    }

    void add(long bytes) {
        if (stored.addAndGet(bytes) > limit) {
            stored.addAndGet(-bytes);
            throw Refusal.exhausted("This local server stores at most " + limit
                    + " bytes (maxStoredBytes); let subscriptions acknowledge, or set a shorter retention");
        }
    }

    void remove(long bytes) {
        stored.addAndGet(-bytes);
    }

    long stored() {
        return stored.get();
    }
}
