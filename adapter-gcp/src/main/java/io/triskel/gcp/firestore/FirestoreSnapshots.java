package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import io.triskel.event.StreamId;
import io.triskel.spi.Change;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Stores snapshots, one document per stream and fingerprint; a document's limit leaves about 900 KiB for a state. */
public final class FirestoreSnapshots implements Snapshots {
    private final DocumentCollection documents;

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collection's name, {@link FirestoreCollections#snapshots()}
     */
    public FirestoreSnapshots(Firestore firestore, FirestoreCollections collections) {
        this.documents = new DocumentCollection(firestore, collections.snapshots());
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String fingerprint) {
        return documents
                .get(at(stream, fingerprint))
                .map(there -> new Snapshot(
                        there.text("fingerprint"),
                        there.number("revision"),
                        there.bytes("state"),
                        commits(there),
                        there.bytes("older")));
    }

    @Override
    public void save(StreamId stream, Snapshot snapshot) {
        documents.quickStep(at(stream, snapshot.fingerprint()), there -> {
            boolean later = there.filter(stored -> stored.number("revision") > snapshot.revision())
                    .isPresent();
            return later ? Change.nothing(false) : Change.write(fields(snapshot), true);
        });
    }

    private DocumentReference at(StreamId stream, String fingerprint) {
        return documents.at(DocumentIds.spread(stream.value(), fingerprint));
    }

    private static Cells fields(Snapshot snapshot) {
        List<Commit> commits = snapshot.lastCommands();
        return new Cells()
                .text("fingerprint", snapshot.fingerprint())
                .number("revision", snapshot.revision())
                .bytes("state", snapshot.state())
                .list(
                        "commands",
                        commits.stream().map(commit -> commit.command().value()).toList())
                .list("firsts", commits.stream().map(Commit::first).toList())
                .list("lasts", commits.stream().map(Commit::last).toList())
                .bytes("older", snapshot.olderCommands());
    }

    private static List<Commit> commits(Stored there) {
        List<String> commands = there.list("commands", String.class);
        List<Long> firsts = there.list("firsts", Long.class);
        List<Long> lasts = there.list("lasts", Long.class);
        return IntStream.range(0, commands.size())
                .mapToObj(i -> new Commit(new CommandId(commands.get(i)), firsts.get(i), lasts.get(i)))
                .toList();
    }
}
