package io.triskel.personal;

import io.triskel.event.ForAdapters;
import io.triskel.event.PortException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Implements {@link PersonalKeys} for authors of key stores, over a store that reads one entry per subject and creates it
 * conditionally. A subject has no entry at first, then perhaps a key, and finally a permanent tombstone.
 *
 * <p>Concurrent first uses of a subject race to create its entry; the loser uses the winner's key. The tombstone of
 * {@link #forget} is written unconditionally: it replaces an earlier entry, and a later creation fails. So no key remains in
 * either order.
 */
@ForAdapters
public final class KeyRing implements PersonalKeys {
    /** A compromise: at most 16 calls of the key service per process, used month and hour. */
    private static final Duration BUCKETS_AGE = Duration.ofHours(1);

    private static final int KEY_BYTES = 32;

    private final Entries entries;
    private final SecureRandom random;
    private final Optional<KeyWrapping> wrapping;

    private KeyRing(Entries entries, SecureRandom random, Optional<KeyWrapping> wrapping) {
        this.entries = entries;
        this.random = random;
        this.wrapping = wrapping;
    }

    /**
     * Makes a key ring that stores keys unwrapped; the store is not called yet.
     *
     * @param random makes the keys
     */
    public KeyRing(Entries entries, SecureRandom random) {
        this(entries, random, Optional.empty());
    }

    /** The store: one entry per subject, read consistently. A failing store throws {@link PortException}. */
    public interface Entries {
        /** {@return the subject's current entry} */
        Optional<Entry> read(String subject);

        /**
         * Writes an entry if the subject has none.
         *
         * @return empty if this entry was written; else the stored entry, which may be this one if a lost answer made the
         *     write repeat
         * @throws UnknownSubjectException if the conflicting entry has disappeared, although entries are never deleted
         */
        Optional<Entry> create(String subject, Entry entry);

        /**
         * Replaces a key stored unwrapped by the same key wrapped, in one step: if another process has wrapped or dropped
         * it, nothing is written.
         *
         * @return whether this entry was written; also false if a lost answer made the write repeat
         */
        boolean rewrap(String subject, Wrapped entry);

        /** Writes the tombstone, over any entry. */
        void replace(String subject, Forgotten tombstone);
    }

    /** The stored entry of a subject. */
    public sealed interface Entry {
        /** {@return the result of the one function that fits} */
        <R> R fold(Function<Plain, R> plain, Function<Wrapped, R> wrapped, Function<Forgotten, R> forgotten);
    }

    /**
     * A key stored unwrapped.
     *
     * @param bytes the key; not copied
     */
    public record Plain(byte[] bytes) implements Entry {
        @Override
        public <R> R fold(Function<Plain, R> plain, Function<Wrapped, R> wrapped, Function<Forgotten, R> forgotten) {
            return plain.apply(this);
        }
    }

    /**
     * A key that only its {@link KeyWrapping} can unwrap.
     *
     * @param bytes the wrapped key; not copied
     */
    public record Wrapped(byte[] bytes) implements Entry {
        @Override
        public <R> R fold(Function<Plain, R> plain, Function<Wrapped, R> wrapped, Function<Forgotten, R> forgotten) {
            return wrapped.apply(this);
        }
    }

    /** The tombstone of a key, which is never replaced. */
    public record Forgotten() implements Entry {
        @Override
        public <R> R fold(Function<Plain, R> plain, Function<Wrapped, R> wrapped, Function<Forgotten, R> forgotten) {
            return forgotten.apply(this);
        }
    }

    /**
     * {@return a key ring that stores keys wrapped} It still reads keys stored unwrapped, and wraps them on their next use
     * for writing. Each subject's key costs a call, so use {@link #wrappedInBuckets} for a key service.
     */
    public KeyRing wrappedBy(KeyWrapping by) {
        return new KeyRing(entries, random, Optional.of(by));
    }

    /**
     * {@return a key ring that stores keys wrapped, and calls the key service once an hour per bucket of subjects and
     * month} See {@link #wrappedInBuckets(KeyWrapping, InstantSource, Duration)}.
     */
    public KeyRing wrappedInBuckets(KeyWrapping service, InstantSource clock) {
        return wrappedInBuckets(service, clock, BUCKETS_AGE);
    }

    /**
     * {@return a key ring like {@link #wrappedBy}, which wraps subjects' keys in this process} They are wrapped under
     * bucket keys, one for each of 16 buckets of subjects and each month (UTC). Bucket keys are wrapped by the key service
     * and stored with the subjects' keys.
     *
     * @param service wraps bucket keys, with a bucket key's name in place of a subject
     * @param clock gives the month and the bucket keys' age
     * @param maxAge how long a bucket key is used without calling the service, positive. A process whose access was revoked
     *     continues for at most this time
     */
    public KeyRing wrappedInBuckets(KeyWrapping service, InstantSource clock, Duration maxAge) {
        return wrappedBy(new BucketKeys(entries, random, service, clock, maxAge));
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        return entries.read(allowed(subject))
                .map(entry -> key(subject, entry))
                .orElseThrow(() -> new UnknownSubjectException(subject));
    }

    @Override
    public SecretKey keyFor(String subject) {
        Optional<Entry> there = entries.read(allowed(subject));
        Optional<SecretKey> key = there.isPresent() ? keyToWrite(subject, there.get()) : make(subject);
        return key.orElseThrow(() -> new SubjectForgottenException(subject));
    }

    @Override
    public void forget(String subject) {
        entries.replace(allowed(subject), new Forgotten());
    }

    /** A bucket key's entry looks like a subject's; dropping it would drop a whole bucket's keys. */
    private static String allowed(String subject) {
        if (subject.startsWith(BucketKeys.RESERVED)) {
            throw new IllegalArgumentException("The id of a subject must not begin with '" + BucketKeys.RESERVED
                    + "', this one is '" + subject + "'");
        }
        return subject;
    }

    /** As {@link #key}; a key stored unwrapped is wrapped now, if there is a wrapping. */
    private Optional<SecretKey> keyToWrite(String subject, Entry entry) {
        if (wrapping.isEmpty() || !(entry instanceof Plain plain)) {
            return key(subject, entry);
        }
        byte[] wrapped = wrapping.get().wrap(subject, plain.bytes().clone());
        return entries.rewrap(subject, new Wrapped(wrapped)) ? key(subject, plain) : find(subject);
    }

    /** The new key, or the key of a concurrent first use that won; empty if the subject is forgotten already. */
    private Optional<SecretKey> make(String subject) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Entry entry = wrapping.<Entry>map(by -> new Wrapped(by.wrap(subject, key.clone())))
                .orElseGet(() -> new Plain(key));
        return entries.create(subject, entry).map(first -> key(subject, first)).orElseGet(() -> Optional.of(aes(key)));
    }

    /** Empty for a tombstone. */
    private Optional<SecretKey> key(String subject, Entry entry) {
        return entry.fold(
                plain -> Optional.of(aes(plain.bytes())),
                wrapped -> Optional.of(aes(wrapping(subject).unwrap(subject, wrapped.bytes()))),
                forgotten -> Optional.empty());
    }

    private KeyWrapping wrapping(String subject) {
        return wrapping.orElseThrow(() -> new PortException("The key of subject '" + subject
                + "' is wrapped, but this store has no key wrapping: call wrappedBy with the one that wrote it"));
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    /** {@return how keys are stored, without keys} */
    @Override
    public String toString() {
        return "KeyRing[" + (wrapping.isPresent() ? "wrapped" : "as they are") + "]";
    }

    /**
     * Wraps subjects' keys under a key outside the key store, such as in a cloud's key management service, so that access
     * to the store is not enough to read the data. If the service has an encryption context, pass the subject as such; with
     * {@link KeyRing#wrappedInBuckets} it is the name of a bucket key.
     *
     * <p>A failing service throws {@link io.triskel.event.PortException}.
     */
    public interface KeyWrapping {
        /** {@return the wrapped key to store, at most 8 KiB} */
        byte[] wrap(String subject, byte[] key);

        /** {@return the subject's unwrapped key} */
        byte[] unwrap(String subject, byte[] wrapped);
    }
}
