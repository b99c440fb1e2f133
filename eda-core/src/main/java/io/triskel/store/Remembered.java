package io.triskel.store;

import io.triskel.event.ForAdapters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A store's last view of some entities, with the versions on which its writes are conditional, so that a step need not
 * read an entity again. An entry may be out of date: it is good only for a conditional write, which then fails. Keeps the
 * {@value #MOST} entries used last. Safe for threads.
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

    /** Remembers nothing yet. */
    public Remembered() {}

    /** {@return the value last seen for the key, if it is remembered} */
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(seen.get(key));
    }

    /** Remembers this value in place of an earlier one. */
    public synchronized void put(K key, V value) {
        seen.put(key, value);
    }

    /** Forgets a key's value, as before a write whose outcome is not known yet. */
    public synchronized void forget(K key) {
        seen.remove(key);
    }
}
