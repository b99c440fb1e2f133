package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import io.triskel.codec.KeyRing;
import io.triskel.codec.KeyRing.KeyWrapping;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.UnknownSubjectException;
import io.triskel.spi.Change;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Keys of persons, one document each: created once, and replaced for good by a tombstone when dropped. All reads are
 * consistent, so a key dropped anywhere is gone everywhere at once; {@link #cached} trades that for fewer reads.
 *
 * <p>Without {@link #wrappedInBuckets} the key lies in the document, guarded by the database's encryption at rest and its access rights.
 * A backup, and point-in-time recovery for as long as it reaches, bring dropped keys back: keep both shorter than what forgetting
 * has to promise, and forget again after restoring one.
 */
public final class FirestorePersonalKeys implements PersonalKeys {
    private final KeyRing ring;
    private final String form;

    private FirestorePersonalKeys(KeyRing ring, String form) {
        this.ring = ring;
        this.form = form;
    }

    /**
     * New keys come from the platform's random source. Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collection's name, {@link FirestoreCollections#keys()}
     */
    public FirestorePersonalKeys(Firestore firestore, FirestoreCollections collections) {
        this(new KeyRing(new Entries(new Documents(firestore, collections.keys())), new SecureRandom()), "as they are");
    }

    /** {@return a store that wraps keys, each by a call, and still reads keys that were stored unwrapped} */
    public FirestorePersonalKeys wrappedBy(KeyWrapping by) {
        return new FirestorePersonalKeys(ring.wrappedBy(by), "wrapped");
    }

    /**
     * {@return a store that wraps keys in this process, under keys that the service wraps} See {@link
     * KeyRing#wrappedInBuckets(KeyWrapping, InstantSource)}.
     */
    public FirestorePersonalKeys wrappedInBuckets(KeyWrapping service, InstantSource clock) {
        return new FirestorePersonalKeys(ring.wrappedInBuckets(service, clock), "wrapped in buckets");
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

    private record Entries(Documents documents) implements KeyRing.Entries {
        @Override
        public Optional<KeyRing.Entry> read(String subject) {
            return documents.get(at(subject)).map(Entries::entry);
        }

        @Override
        public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
            Documents.Attempt attempt =
                    documents.send(at(subject), Optional.empty(), fields(entry)).await();
            return attempt.held()
                    ? Optional.empty()
                    : Optional.of(
                            attempt.now().map(Entries::entry).orElseThrow(() -> new UnknownSubjectException(subject)));
        }

        @Override
        public boolean rewrap(String subject, KeyRing.Wrapped entry) {
            return documents.step(
                    at(subject),
                    there -> there.filter(stored -> stored.has("key")).isPresent()
                            ? Change.write(fields(entry).text("key", Optional.empty()), true)
                            : Change.nothing(false));
        }

        @Override
        public void replace(String subject, KeyRing.Forgotten tombstone) {
            documents.put(at(subject), fields(tombstone));
        }

        private DocumentReference at(String subject) {
            return documents.at(Keys.spread(subject));
        }

        private static Cells fields(KeyRing.Entry entry) {
            return entry.fold(
                    plain -> new Cells().bytes("key", plain.bytes()),
                    wrapped -> new Cells().bytes("wrapped", wrapped.bytes()),
                    forgotten -> new Cells().flag("forgotten", true));
        }

        private static KeyRing.Entry entry(Stored there) {
            if (there.has("forgotten")) {
                return new KeyRing.Forgotten();
            }
            return there.has("wrapped")
                    ? new KeyRing.Wrapped(there.bytes("wrapped"))
                    : new KeyRing.Plain(there.bytes("key"));
        }
    }

    /** {@return a description without any key} */
    @Override
    public String toString() {
        return "FirestorePersonalKeys[" + form + "]";
    }
}
