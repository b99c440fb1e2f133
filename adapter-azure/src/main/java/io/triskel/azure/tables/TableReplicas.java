package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.event.Page;
import io.triskel.spi.Change;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.Optional;

/**
 * Stores replicas and tombstones, one entity each; a collection is spread over 16 partitions, which are read page by
 * page, one after another.
 */
public final class TableReplicas implements Replicas {
    private final EntityTable table;
    private final Remembered<Key, Stored> seen = new Remembered<>();

    private record Stored(long version, String tag) {}

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables gives the table's name, {@link AzureTables#replicas()}
     */
    public TableReplicas(TableServiceClient service, AzureTables tables) {
        this.table = new EntityTable(service, tables.replicas());
    }

    @Override
    public Optional<Replica> get(String collection, String entity) {
        return stored(key(collection, entity)).map(TableReplicas::replica);
    }

    @Override
    public boolean put(String collection, Replica replica) {
        Key key = key(collection, replica.entity());
        Optional<Stored> remembered = seen.get(key);
        // Versions never decrease, so the stored version is at least the remembered one.
        if (remembered.filter(stored -> stored.version() >= replica.version()).isPresent()) {
            return false;
        }
        // A replica that is not remembered is assumed to be absent.
        return EntityTable.WRITES.step(
                "Replica " + replica.entity() + " of " + collection,
                Optional.of(remembered),
                () -> stored(key).map(TableReplicas::stored),
                there -> there.filter(stored -> stored.version() >= replica.version())
                                .isPresent()
                        ? Change.nothing(false)
                        : Change.write(there.map(Stored::tag), true),
                tag -> write(key, replica, tag));
    }

    private boolean write(Key key, Replica replica, Optional<String> tag) {
        Optional<String> written = table.write(Write.of(entity(key, replica), tag));
        written.ifPresent(now -> seen.put(key, new Stored(replica.version(), now)));
        return written.isPresent();
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
    public Page<Replica> page(String collection, Optional<String> after, int limit) {
        Parts.Page page = new Parts(table).page(part -> partition(collection, part), after, limit);
        return new Page<>(page.rows().stream().map(TableReplicas::replica).toList(), page.next());
    }

    private static String partition(String collection, int part) {
        return part + "~" + TableKeys.of(collection);
    }

    private static Key key(String collection, String entity) {
        return new Key(partition(collection, KeyForm.part(entity)), TableKeys.of(entity));
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
