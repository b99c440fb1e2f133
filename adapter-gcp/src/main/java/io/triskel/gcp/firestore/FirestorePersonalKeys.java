package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import io.triskel.personal.KeyRing;
import io.triskel.personal.UnknownSubjectException;
import io.triskel.spi.Change;
import io.triskel.spi.StoredPersonalKeys;
import java.util.Optional;

/**
 * Stores data subjects' keys, one document each: created once, and replaced for good by a tombstone when dropped. All
 * reads are consistent, so a dropped key is gone everywhere immediately; {@link #cached} gives that up for fewer reads.
 *
 * <p>Without {@link #wrappedInBuckets} the document holds the plain key, protected by the database's encryption at rest
 * and its permissions. A restored backup, or point-in-time recovery within its window, brings dropped keys back: keep
 * both shorter than erasure may take, and forget the same subjects again after a restore.
 */
public final class FirestorePersonalKeys extends StoredPersonalKeys {
    /**
     * New keys come from the platform's random source. Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collection's name, {@link FirestoreCollections#keys()}
     */
    public FirestorePersonalKeys(Firestore firestore, FirestoreCollections collections) {
        super("FirestorePersonalKeys", new Entries(new DocumentCollection(firestore, collections.keys())));
    }

    private record Entries(DocumentCollection documents) implements KeyRing.Entries {
        @Override
        public Optional<KeyRing.Entry> read(String subject) {
            return documents.get(at(subject)).map(Entries::entry);
        }

        @Override
        public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
            DocumentWrite.Attempt attempt =
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
            return documents.at(DocumentIds.spread(subject));
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
}
