package io.triskel.gcp.pubsub;

import java.time.Duration;

/**
 * Decides whether a stream is read, and how old answers may be that stayed unread meanwhile: their messages' leases run
 * from the time when the service sent them. Guarded by the {@link Connection}.
 */
final class HeldBack {
    /** An answer that arrives within this time after its request may have waited there before. */
    private static final long AT_ONCE = Duration.ofMillis(100).toNanos();

    /** After reading for this long, the consumer has read everything that was sent before. */
    private static final long ALL_READ = Duration.ofSeconds(30).toNanos();

    private boolean held;

    /** Whether answers may arrive that were sent while the stream was held back. */
    private boolean old;

    private long heldSince;
    private long readSince;
    private long asked;

    boolean held() {
        return held;
    }

    /** Whether to request the next answer; if not, the stream is held back from now on. */
    boolean mayRead(boolean full, long now) {
        if (full) {
            heldSince = old ? heldSince : now;
            held = true;
            old = true;
        } else {
            asked = now;
        }
        return !full;
    }

    /** Whether to request the next answer of a held-back stream; if so, it is no longer held back. */
    boolean readOn(boolean full, long now) {
        if (!held || full) {
            return false;
        }
        held = false;
        readSince = now;
        asked = now;
        return true;
    }

    /** The earliest time at which an answer that just arrived can have been sent. */
    long leasedSince(long now) {
        if (old && (now - asked > AT_ONCE || now - readSince > ALL_READ)) {
            old = false;
        }
        return old ? heldSince : now;
    }
}
