package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.event.StreamId;
import io.triskel.spi.Change;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Stores snapshots, one entity per stream and fingerprint; an entity's 1 MiB leaves about 900 KiB for a state. */
public final class TableSnapshots implements Snapshots {
    private final EntityTable table;

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables gives the table's name, {@link AzureTables#snapshots()}
     */
    public TableSnapshots(TableServiceClient service, AzureTables tables) {
        this.table = new EntityTable(service, tables.snapshots());
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String fingerprint) {
        return table.get(key(stream, fingerprint))
                .map(entity -> new Snapshot(
                        fingerprint,
                        Cells.number(entity, "revision"),
                        Cells.bytes(entity, "state"),
                        Cells.texts(entity, "lastCommands").entrySet().stream()
                                .map(TableSnapshots::commit)
                                .toList(),
                        Cells.bytes(entity, "olderCommands")));
    }

    @Override
    public void save(StreamId stream, Snapshot snapshot) {
        Key key = key(stream, snapshot.fingerprint());
        boolean unused = EntityTable.WRITES.step(
                "The snapshot of stream " + stream,
                Optional.empty(),
                () -> table.get(key),
                there -> there.filter(entity -> Cells.number(entity, "revision") > snapshot.revision())
                                .isPresent()
                        ? Change.nothing(false)
                        : Change.write(there.map(TableEntity::getETag), true),
                tag -> table.write(Write.of(entity(key, stream, snapshot), tag)).isPresent());
    }

    private static TableEntity entity(Key key, StreamId stream, Snapshot snapshot) {
        TableEntity entity =
                key.entity().addProperty("stream", stream.value()).addProperty("revision", snapshot.revision());
        Map<String, String> commits = new LinkedHashMap<>();
        snapshot.lastCommands()
                .forEach(commit -> commits.put(commit.command().value(), commit.first() + " " + commit.last()));
        Cells.texts(entity, "lastCommands", commits);
        Cells.bytes(entity, "state", snapshot.state());
        Cells.bytes(entity, "olderCommands", snapshot.olderCommands());
        return entity;
    }

    private static Commit commit(Map.Entry<String, String> entry) {
        String[] revisions = entry.getValue().split(" ", -1);
        return new Commit(new CommandId(entry.getKey()), Long.parseLong(revisions[0]), Long.parseLong(revisions[1]));
    }

    private static Key key(StreamId stream, String fingerprint) {
        return new Key(TableKeys.of(stream.value()), TableKeys.of(fingerprint));
    }
}
