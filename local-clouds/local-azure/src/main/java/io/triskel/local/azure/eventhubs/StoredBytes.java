package io.triskel.local.azure.eventhubs;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all hubs of a server keep, and their maximum. */
final class StoredBytes {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    StoredBytes(long most) {
        this.most = most;
    }

    void reserve(long bytes) {
        if (used.addAndGet(bytes) > most) {
            used.addAndGet(-bytes);
            throw new HubException(
                    HubException.LIMIT,
                    "This local server keeps at most " + most + " bytes of events (maxStoredBytes), " + used.get()
                            + " are in use; set a short retention, or more bytes.");
        }
    }

    /** Adds bytes that were needed in addition to a reservation. */
    void add(long bytes) {
        used.addAndGet(bytes);
    }

    void free(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
