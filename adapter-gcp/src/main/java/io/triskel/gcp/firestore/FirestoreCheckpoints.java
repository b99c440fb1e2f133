package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import io.triskel.spi.Change;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import java.util.Optional;

/**
 * Stores checkpoints, one document per name, with a fencing token that every claim raises. Save a checkpoint at most
 * once a second.
 */
public final class FirestoreCheckpoints implements Checkpoints {
    private final DocumentCollection documents;

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collection's name, {@link FirestoreCollections#checkpoints()}
     */
    public FirestoreCheckpoints(Firestore firestore, FirestoreCollections collections) {
        this.documents = new DocumentCollection(firestore, collections.checkpoints());
    }

    @Override
    public Optional<Checkpoint> find(String name) {
        return documents.get(at(name)).map(FirestoreCheckpoints::checkpoint);
    }

    @Override
    public Checkpoint claim(String name) {
        Checkpoint first = new Checkpoint(name, Optional.empty(), 1);
        return documents.quickStep(at(name), there -> {
            Checkpoint next = there.map(FirestoreCheckpoints::checkpoint)
                    .map(before -> new Checkpoint(name, before.position(), before.fence() + 1))
                    .orElse(first);
            return Change.write(fields(next), next);
        });
    }

    @Override
    public Optional<Checkpoint> save(Checkpoint held, String position) {
        Checkpoint moved = new Checkpoint(held.name(), Optional.of(position), held.fence());
        return documents.quickStep(
                at(held.name()),
                there -> there.filter(stored -> stored.number("fence") == held.fence())
                                .isPresent()
                        ? Change.write(fields(moved), Optional.of(moved))
                        : Change.nothing(Optional.empty()));
    }

    private DocumentReference at(String name) {
        return documents.at(DocumentIds.spread(name));
    }

    private static Cells fields(Checkpoint checkpoint) {
        return new Cells()
                .text("name", checkpoint.name())
                .text("position", checkpoint.position())
                .number("fence", checkpoint.fence());
    }

    private static Checkpoint checkpoint(Stored there) {
        return new Checkpoint(there.text("name"), there.optionalText("position"), there.number("fence"));
    }
}
