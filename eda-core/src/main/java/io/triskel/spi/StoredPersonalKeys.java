package io.triskel.spi;

import io.triskel.event.ForAdapters;
import io.triskel.personal.KeyRing;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.personal.PersonalKeys;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;

/** Stores subjects' keys, one entry each; a subclass knows where the entries are. */
@ForAdapters
public class StoredPersonalKeys implements PersonalKeys {
    private final String store;
    private final KeyRing ring;
    private final String form;

    private StoredPersonalKeys(String store, KeyRing ring, String form) {
        this.store = store;
        this.ring = ring;
        this.form = form;
    }

    /**
     * Makes a store with keys from the JVM's secure random source, stored unwrapped. Makes no request yet.
     *
     * @param store the name of the store's class, for {@link #toString}
     */
    protected StoredPersonalKeys(String store, KeyRing.Entries entries) {
        this(store, new KeyRing(entries, new SecureRandom()), "as they are");
    }

    /** {@return a store that wraps keys, with one call each, and still reads keys stored unwrapped} */
    public final StoredPersonalKeys wrappedBy(KeyWrapping by) {
        return new StoredPersonalKeys(store, ring.wrappedBy(by), "wrapped");
    }

    /**
     * {@return a store that wraps keys in this process, under keys wrapped by the service} See
     * {@link KeyRing#wrappedInBuckets(KeyWrapping, InstantSource)}.
     */
    public final StoredPersonalKeys wrappedInBuckets(KeyWrapping service, InstantSource clock) {
        return new StoredPersonalKeys(store, ring.wrappedInBuckets(service, clock), "wrapped in buckets");
    }

    @Override
    public final Optional<SecretKey> find(String subject) {
        return ring.find(subject);
    }

    @Override
    public final SecretKey keyFor(String subject) {
        return ring.keyFor(subject);
    }

    @Override
    public final void forget(String subject) {
        ring.forget(subject);
    }

    /** {@return a description without any key} */
    @Override
    public final String toString() {
        return store + "[" + form + "]";
    }
}
