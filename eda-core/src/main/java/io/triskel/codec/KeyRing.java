package io.triskel.codec;

import io.triskel.event.PortException;
import java.security.SecureRandom;
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
public final class KeyRing implements PersonalKeys {
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

    /** {@return a key ring that stores new keys wrapped, and still reads keys that were stored unwrapped} */
    public KeyRing wrappedBy(KeyWrapping by) {
        return new KeyRing(entries, random, Optional.of(by));
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        return entries.read(subject)
                .map(entry -> key(subject, entry))
                .orElseThrow(() -> new UnknownSubjectException(subject));
    }

    @Override
    public SecretKey keyFor(String subject) {
        Optional<Entry> there = entries.read(subject);
        Optional<SecretKey> key = there.isPresent() ? key(subject, there.get()) : make(subject);
        return key.orElseThrow(() -> new SubjectForgottenException(subject));
    }

    @Override
    public void forget(String subject) {
        entries.replace(subject, new Forgotten());
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
     * the store is not enough to read the data. Pass the subject on as the context that the wrapping is bound to.
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
