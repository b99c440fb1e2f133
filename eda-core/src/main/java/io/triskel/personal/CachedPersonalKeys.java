package io.triskel.personal;

import io.triskel.event.Deadline.Validity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Caches keys, so that reading a stream does not call the key store once per event. A key dropped by another process may be
 * used here for up to {@code maxAge}; {@link #forget} here takes effect immediately.
 */
public final class CachedPersonalKeys implements PersonalKeys {
    /** How long {@link PersonalKeys#cached} may use a key that another process has dropped. */
    public static final Duration USUAL_AGE = Duration.ofMinutes(5);

    static final int USUAL_KEYS = 10_000;

    private final PersonalKeys keys;
    private final Duration maxAge;
    private final int maxKeys;
    private final InstantSource clock;
    private final Map<String, Cached> cache = new LinkedHashMap<>();
    private long forgets;

    /**
     * Makes a cache in front of a key store.
     *
     * @param keys the store
     * @param maxAge how long a key is used without calling the store, positive
     * @param maxKeys the most keys in the cache, at least 1; the oldest is evicted first
     * @param clock measures the keys' age
     */
    public CachedPersonalKeys(PersonalKeys keys, Duration maxAge, int maxKeys, InstantSource clock) {
        if (maxAge.isNegative() || maxAge.isZero() || maxKeys < 1) {
            throw new IllegalArgumentException(
                    "A key cache holds 1 key or more for a positive time, not " + maxKeys + " for " + maxAge);
        }
        this.keys = keys;
        this.maxAge = maxAge;
        this.maxKeys = maxKeys;
        this.clock = clock;
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        Optional<SecretKey> held = held(subject);
        if (held.isPresent()) {
            return held;
        }
        Validity valid = Validity.of(clock.instant(), maxAge);
        long before = forgets();
        Optional<SecretKey> found = keys.find(subject);
        found.ifPresent(key -> hold(subject, key, valid, before));
        return found;
    }

    @Override
    public SecretKey keyFor(String subject) {
        Optional<SecretKey> held = held(subject);
        if (held.isPresent()) {
            return held.get();
        }
        Validity valid = Validity.of(clock.instant(), maxAge);
        long before = forgets();
        SecretKey key = keys.keyFor(subject);
        hold(subject, key, valid, before);
        return key;
    }

    @Override
    public void forget(String subject) {
        drop(subject);
        keys.forget(subject);
        drop(subject);
    }

    private synchronized long forgets() {
        return forgets;
    }

    private synchronized Optional<SecretKey> held(String subject) {
        Cached cached = cache.get(subject);
        if (cached == null) {
            return Optional.empty();
        }
        if (!cached.valid.at(clock.instant())) {
            cache.remove(subject);
            return Optional.empty();
        }
        return Optional.of(cached.key);
    }

    /** Does not cache the key if {@link #forget} was called since the store was asked: it may be the dropped key. */
    private synchronized void hold(String subject, SecretKey key, Validity valid, long forgetsBefore) {
        if (forgets != forgetsBefore) {
            return;
        }
        cache.remove(subject);
        if (cache.size() >= maxKeys) {
            cache.remove(cache.keySet().iterator().next());
        }
        cache.put(subject, new Cached(key, valid));
    }

    private synchronized void drop(String subject) {
        forgets++;
        cache.remove(subject);
    }

    private record Cached(SecretKey key, Validity valid) {}

    /** {@return the number of cached keys, without their subjects} */
    @Override
    public synchronized String toString() {
        return "CachedPersonalKeys[" + cache.size() + " keys, at most " + maxAge + " old]";
    }
}
