package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.event.PortException;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import io.triskel.transfer.Replica;
import io.triskel.transfer.ReplicaPage;
import io.triskel.transfer.Replicas;
import java.util.Optional;

/** Replicas and tombstones, an entity each; a collection lies in 16 partitions and is paged through one after the other. */
public final class TableReplicas implements Replicas {
    private static final int TRIES = 64;

    private final Table table;
    private final Remembered<Key, Stored> seen = new Remembered<>();

    private record Stored(long version, String tag) {}

    /**
     * Makes one; nothing is called yet.
     *
     * @param service a client that tries once
     * @param tables where {@link AzureTables#replicas()} is
     */
    public TableReplicas(TableServiceClient service, AzureTables tables) {
        this.table = new Table(service, tables.replicas());
    }

    @Override
    public Optional<Replica> get(String collection, String entity) {
        return stored(key(collection, entity)).map(TableReplicas::replica);
    }

    @Override
    public boolean put(String collection, Replica replica) {
        Key key = key(collection, replica.entity());
        Optional<Stored> there = seen.get(key);
        // The first try is on what is remembered, or on the assumption that there is none.
        for (int tries = 0; tries < TRIES; tries++) {
            // Versions never go back, so one that is remembered to be too low is too low.
            if (there.filter(stored -> stored.version() >= replica.version()).isPresent()) {
                return false;
            }
            Optional<String> written = table.write(Write.of(entity(key, replica), there.map(Stored::tag)));
            if (written.isPresent()) {
                seen.put(key, new Stored(replica.version(), written.get()));
                return true;
            }
            there = stored(key).map(TableReplicas::stored);
        }
        throw new PortException("Replica " + replica.entity() + " of " + collection
                + " was changed by others at each of " + TRIES + " tries; try again when it is quieter");
    }

    private Optional<TableEntity> stored(Key key) {
        Optional<TableEntity> entity = table.get(key);
        entity.ifPresent(there -> seen.put(key, stored(there)));
        return entity;
    }

    private static Stored stored(TableEntity entity) {
        return new Stored(Cells.number(entity, "version"), entity.getETag());
    }

    @Override
    public ReplicaPage page(String collection, Optional<String> after, int limit) {
        Parts.Page page = new Parts(table).page(part -> partition(collection, part), after, limit);
        return new ReplicaPage(page.rows().stream().map(TableReplicas::replica).toList(), page.next());
    }

    private static String partition(String collection, int part) {
        return part + "~" + Keys.of(collection);
    }

    private static Key key(String collection, String entity) {
        return new Key(partition(collection, KeyForm.part(entity)), Keys.of(entity));
    }

    private static TableEntity entity(Key key, Replica replica) {
        TableEntity entity = key.entity()
                .addProperty("entity", replica.entity())
                .addProperty("version", replica.version())
                .addProperty("deleted", replica.deleted());
        Cells.bytes(entity, "state", replica.state());
        return entity;
    }

    private static Replica replica(TableEntity entity) {
        return new Replica(
                Cells.text(entity, "entity"),
                Cells.number(entity, "version"),
                Cells.flag(entity, "deleted"),
                Cells.bytes(entity, "state"));
    }
}
