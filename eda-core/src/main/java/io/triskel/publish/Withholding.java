package io.triskel.publish;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are withheld from one of those who share a publisher, each behind the event that was rejected; guarded by the
 * publisher's lock. A mark lasts until its owner resumes the key, or is gone itself.
 */
final class Withholding {
    private final Map<OrderingKey, EventId> behind = new HashMap<>(0);

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
