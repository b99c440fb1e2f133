package io.triskel.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a store last saw of some entities, with the versions that its writes are conditional on, so that a step on one of them
 * need not read it again. What is remembered may be out of date: it is good for a conditional write, which then fails, and for
 * nothing else. Keeps those that were used last, {@value #MOST} at most. Safe for threads.
 */
public final class Remembered<K, V> {
    static final int MOST = 4096;

    private final Map<K, V> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    /** Remembers nothing yet. */
    public Remembered() {}

    /** {@return what was last seen of it, if that is remembered} */
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(seen.get(key));
    }

    /** Remembers this in place of what was seen before. */
    public synchronized void put(K key, V value) {
        seen.put(key, value);
    }

    /** Forgets it, as before a write whose outcome is not known yet. */
    public synchronized void forget(K key) {
        seen.remove(key);
    }
}
