package io.triskel.gcp.firestore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was last seen of some documents, so that a step on one of them need not read it again. What is
 * remembered may be out of date: it is good for a conditional write, which then fails, and for nothing else.
 */
final class Remembered<K, V> {
    private static final int MOST = 4096;

    private final Map<K, V> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(seen.get(key));
    }

    synchronized void put(K key, V value) {
        seen.put(key, value);
    }

    synchronized void forget(K key) {
        seen.remove(key);
    }
}
