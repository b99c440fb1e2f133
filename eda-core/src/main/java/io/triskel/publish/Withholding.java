package io.triskel.publish;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.OrderingKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The withheld keys of one view, each with the rejected event; guarded by the publisher's lock. A key is withheld until the
 * view resumes it or is garbage-collected.
 */
final class Withholding {
    private final Map<OrderingKey, EventId> behind = new HashMap<>(0);

    /**
     * {@return whether this event's rejection withholds its key} A rejected state does not: its next version supersedes it.
     */
    static boolean isBegunBy(Envelope<?> rejected) {
        return rejected.key().isPresent() && !(rejected.pattern() instanceof EventKind.StateTransfer);
    }

    /** {@return the rejected event of this key, {@code null} if the key is open} */
    @Nullable
    EventId behind(OrderingKey key) {
        return behind.isEmpty() ? null : behind.get(key);
    }

    void begin(OrderingKey key, EventId rejected) {
        behind.putIfAbsent(key, rejected);
    }

    void end(OrderingKey key) {
        behind.remove(key);
    }

    int keys() {
        return behind.size();
    }
}
