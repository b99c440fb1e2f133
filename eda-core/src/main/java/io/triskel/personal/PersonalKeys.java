package io.triskel.personal;

import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Stores one AES-256 key per data subject (port). Dropping a key makes all personal data of that person unreadable, in
 * every store and archive (crypto-shredding).
 *
 * <p>A data subject is a person, unlike an event's {@link io.triskel.event.Envelope#subject}.
 *
 * <p>A failing store throws {@link io.triskel.event.PortException}. Implementations never reveal a key in {@code toString}.
 */
public interface PersonalKeys {
    /**
     * Finds the key to read with.
     *
     * @return the key, or empty if the subject is forgotten
     * @throws UnknownSubjectException if there never was a key and the subject is not forgotten
     */
    Optional<SecretKey> find(String subject);

    /**
     * Returns the key to write with, created on first use. Concurrent first uses get the same key.
     *
     * @throws SubjectForgottenException if the subject is forgotten; a new key is never made for it
     */
    SecretKey keyFor(String subject);

    /** Drops the key permanently and records that, even if there was none; repeating it changes nothing. */
    void forget(String subject);

    /**
     * {@return these keys with a cache of five minutes, for which a key dropped by another process may still be used here}
     */
    default PersonalKeys cached(InstantSource clock) {
        return new CachedPersonalKeys(this, CachedPersonalKeys.USUAL_AGE, CachedPersonalKeys.USUAL_KEYS, clock);
    }
}
