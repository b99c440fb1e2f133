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
 * For authors of key stores: implements {@link PersonalKeys} over a store that reads one entry per subject and creates it
 * conditionally. A subject has no entry at first, then perhaps a key, and at last a tombstone that stays for good.
 *
 * <p>Two first uses of a subject race to create its entry; the loser uses the winner's key. A first use and a {@link #forget}
 * race too: the tombstone is written unconditionally, so it replaces an entry created before, and a creation after it fails.
 * In neither order does a key remain.
 */
@ForAdapters
public final class KeyRing implements PersonalKeys {
    /** A compromise: at most 16 calls of the key service per process, month in use and hour. */
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
        /** {@return the subject's entry as it is now} */
        Optional<Entry> read(String subject);

        /**
         * Writes an entry if the subject has none.
         *
         * @return empty if this entry was written; else the stored entry, which may be this one if the answer was lost and
         *     the write repeated
         * @throws UnknownSubjectException if the entry that was in the way is gone: nothing may delete an entry
         */
        Optional<Entry> create(String subject, Entry entry);

        /**
         * Writes a wrapped key over the same key stored unwrapped, in one step: if the subject's entry is no longer unwrapped, because
         * somebody else has wrapped or dropped it, nothing is written.
         *
         * @return whether this entry was written; false, too, if the answer was lost and the write repeated
         */
        boolean rewrap(String subject, Wrapped entry);

        /** Writes the tombstone, over any entry that the subject has. */
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

    /** The tombstone of a key: no other entry may ever replace it. */
    public record Forgotten() implements Entry {
        @Override
        public <R> R fold(Function<Plain, R> plain, Function<Wrapped, R> wrapped, Function<Forgotten, R> forgotten) {
            return forgotten.apply(this);
        }
    }

    /**
     * {@return a key ring that stores keys wrapped} It still reads keys that were stored unwrapped, and wraps them when they are next
     * written with. Each subject's key is a call: of a key service, better use {@link #wrappedInBuckets}.
     */
    public KeyRing wrappedBy(KeyWrapping by) {
        return new KeyRing(entries, random, Optional.of(by));
    }

    /**
     * {@return a key ring that stores keys wrapped, and asks the key service once an hour for each bucket of subjects and month} See
     * {@link #wrappedInBuckets(KeyWrapping, InstantSource, Duration)}.
     */
    public KeyRing wrappedInBuckets(KeyWrapping service, InstantSource clock) {
        return wrappedInBuckets(service, clock, BUCKETS_AGE);
    }

    /**
     * {@return a key ring as {@link #wrappedBy} makes it, which wraps subjects' keys in this process} They are wrapped under bucket
     * keys, one for each of 16 buckets of subjects and each month (UTC). Bucket keys are wrapped by the key service and stored beside
     * the subjects' keys.
     *
     * @param service wraps bucket keys; it is given a bucket key's name in place of a subject
     * @param clock tells the month and the bucket keys' age
     * @param maxAge for how long a bucket key is used without asking the service, positive: so long, at most, does a process work on
     *     that may no longer use the service
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

    /** A bucket key's entry looks like a subject's; dropping it would drop the keys of a whole bucket. */
    private static String allowed(String subject) {
        if (subject.startsWith(BucketKeys.RESERVED)) {
            throw new IllegalArgumentException("The id of a subject does not begin with '" + BucketKeys.RESERVED
                    + "', this one is '" + subject + "'");
        }
        return subject;
    }

    /** As {@link #key}; a key that was stored unwrapped is wrapped now, if keys are to be. */
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
                + "' is wrapped, and this store was not told by what: use wrappedBy with what it was written with"));
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    /** {@return how keys are stored, never a key} */
    @Override
    public String toString() {
        return "KeyRing[" + (wrapping.isPresent() ? "wrapped" : "as they are") + "]";
    }

    /**
     * Wraps persons' keys in a key that lives outside the key store, such as in a cloud's key management service, so that reading
     * the store is not enough to read the data. Pass the subject on as the context that the wrapping is bound to, where the service
     * has such a context; with {@link KeyRing#wrappedInBuckets} it is the name of a bucket key.
     *
     * <p>A failing service throws {@link io.triskel.event.PortException}.
     */
    public interface KeyWrapping {
        /** {@return the wrapped key, which is stored instead of the key; at most 8 KiB} */
        byte[] wrap(String subject, byte[] key);

        /** {@return the key that was wrapped for this subject} */
        byte[] unwrap(String subject, byte[] wrapped);
    }
}
