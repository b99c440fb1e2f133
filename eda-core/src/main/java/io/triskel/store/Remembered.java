package io.triskel.store;

import io.triskel.event.ForAdapters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches a store's last view of entities, with the versions for conditional writes, so that a step need not read an entity
 * again. An entry may be out of date, so use it only for a conditional write, which then fails. Keeps the {@value #MOST}
 * most recently used entries. Thread-safe.
 */
@ForAdapters
public final class Remembered<K, V> {
    static final int MOST = 4096;

    private final Map<K, V> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    /** Makes an empty cache. */
    public Remembered() {}

    /** {@return the last seen value of the key, if cached} */
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(seen.get(key));
    }

    /** Caches this value. */
    public synchronized void put(K key, V value) {
        seen.put(key, value);
    }

    /** Removes a key's value, for example before a write. */
    public synchronized void forget(K key) {
        seen.remove(key);
    }
}
