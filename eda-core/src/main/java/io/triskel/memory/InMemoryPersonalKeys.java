package io.triskel.memory;

import io.triskel.personal.KeyRing;
import io.triskel.personal.PersonalKeys;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.SecretKey;

/** Keys of personal data in memory: when the process ends, the keys and all personal data are lost. */
public final class InMemoryPersonalKeys implements PersonalKeys {
    private final InMemoryEntries entries = new InMemoryEntries(new ConcurrentHashMap<>());
    private final KeyRing ring;

    /** Makes a store with keys from the JVM's secure random source. */
    public InMemoryPersonalKeys() {
        this(new SecureRandom());
    }

    /**
     * Makes a store with keys from this random source.
     *
     * @param random makes the keys
     */
    public InMemoryPersonalKeys(SecureRandom random) {
        this.ring = new KeyRing(entries, random);
    }

    private record InMemoryEntries(ConcurrentMap<String, KeyRing.Entry> subjects) implements KeyRing.Entries {
        @Override
        public Optional<KeyRing.Entry> read(String subject) {
            return Optional.ofNullable(subjects.get(subject));
        }

        @Override
        public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
            return Optional.ofNullable(subjects.putIfAbsent(subject, entry));
        }

        @Override
        public boolean rewrap(String subject, KeyRing.Wrapped entry) {
            KeyRing.Entry there = subjects.get(subject);
            return there instanceof KeyRing.Plain && subjects.replace(subject, there, entry);
        }

        @Override
        public void replace(String subject, KeyRing.Forgotten tombstone) {
            subjects.put(subject, tombstone);
        }
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        return ring.find(subject);
    }

    @Override
    public SecretKey keyFor(String subject) {
        return ring.keyFor(subject);
    }

    @Override
    public void forget(String subject) {
        ring.forget(subject);
    }

    /** {@return the number of subjects, without keys} */
    @Override
    public String toString() {
        return "InMemoryPersonalKeys[" + entries.subjects().size() + " subjects]";
    }
}
