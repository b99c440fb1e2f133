package io.triskel.local.gcp.pubsub;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The acknowledged messages that a subscription retains for seeking back. Guarded by the subscription. */
final class Acknowledged {
    private final Deque<StoredMessage> messages = new ArrayDeque<>();

    /** @param message already held for this object */
    void add(StoredMessage message) {
        messages.add(message);
    }

    void forget(Instant publishedBefore) {
        for (StoredMessage first = messages.peek();
                first != null && first.publishedAt().isBefore(publishedBefore);
                first = messages.peek()) {
            messages.remove().letGo();
        }
    }

    List<StoredMessage> messages() {
        return List.copyOf(messages);
    }

    /** Forgets all messages and returns them; the caller releases them. */
    List<StoredMessage> drain() {
        List<StoredMessage> all = messages();
        messages.clear();
        return all;
    }
}
