package io.triskel.personal;

import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Port: one AES-256 key per person, the data subject. Dropping the key makes all personal data of the person unreadable at once,
 * in every store and archive; the field calls this crypto-shredding.
 *
 * <p>A data subject is not an event's {@link io.triskel.event.Envelope#subject}, which says what the event is about.
 *
 * <p>A failing store throws {@link io.triskel.event.PortException}. Implementations never reveal a key in {@code toString}.
 */
public interface PersonalKeys {
    /**
     * The key to read with.
     *
     * @return the key, or empty if the subject is forgotten
     * @throws UnknownSubjectException if there never was a key and the subject is not forgotten either
     */
    Optional<SecretKey> find(String subject);

    /**
     * The key to write with, made and kept on first use. Concurrent first uses all get the same key.
     *
     * @throws SubjectForgottenException if the subject is forgotten; a new key is never made for it
     */
    SecretKey keyFor(String subject);

    /** Drops the key for good and remembers that it was dropped, also if there was none; repeating it changes nothing. */
    void forget(String subject);

    /** {@return these keys with a cache of five minutes: a key that another process drops is used here for so long at most} */
    default PersonalKeys cached(InstantSource clock) {
        return new CachedPersonalKeys(this, CachedPersonalKeys.USUAL_AGE, CachedPersonalKeys.USUAL_KEYS, clock);
    }
}
