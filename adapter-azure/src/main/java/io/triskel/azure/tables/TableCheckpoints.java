package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.spi.Change;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.Remembered;
import java.util.Optional;

/** Stores checkpoints, one entity per name, with a fencing token that every claim raises. */
public final class TableCheckpoints implements Checkpoints {
    private final EntityTable table;
    private final Remembered<Key, Stored> seen = new Remembered<>();

    private record Stored(Checkpoint checkpoint, String tag) {}

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables gives the table's name, {@link AzureTables#checkpoints()}
     */
    public TableCheckpoints(TableServiceClient service, AzureTables tables) {
        this.table = new EntityTable(service, tables.checkpoints());
    }

    @Override
    public Optional<Checkpoint> find(String name) {
        return stored(name).map(Stored::checkpoint);
    }

    @Override
    public Checkpoint claim(String name) {
        Checkpoint first = new Checkpoint(name, Optional.empty(), 1);
        return EntityTable.WRITES.step(
                "Checkpoint " + name,
                Optional.empty(),
                () -> stored(name),
                there -> {
                    Checkpoint next = there.map(Stored::checkpoint)
                            .map(before -> new Checkpoint(name, before.position(), before.fence() + 1))
                            .orElse(first);
                    return Change.write(new Next(next, there.map(Stored::tag)), next);
                },
                this::write);
    }

    @Override
    public Optional<Checkpoint> save(Checkpoint held, String position) {
        Checkpoint moved = new Checkpoint(held.name(), Optional.of(position), held.fence());
        Optional<Stored> remembered = seen.get(key(held.name()));
        return EntityTable.WRITES.step(
                "Checkpoint " + held.name(),
                remembered.isPresent() ? Optional.of(remembered) : Optional.empty(),
                () -> stored(held.name()),
                there -> there.filter(stored -> isHeldBy(stored, held)).isPresent()
                        ? Change.write(new Next(moved, there.map(Stored::tag)), Optional.of(moved))
                        : Change.nothing(Optional.empty()),
                this::write);
    }

    /** A checkpoint to store if the stored one has this ETag, or if none exists and {@code tag} is empty. */
    private record Next(Checkpoint checkpoint, Optional<String> tag) {}

    private static boolean isHeldBy(Stored stored, Checkpoint held) {
        return stored.checkpoint().fence() == held.fence();
    }

    private Optional<Stored> stored(String name) {
        Optional<Stored> stored = table.get(key(name))
                .map(entity -> new Stored(
                        new Checkpoint(
                                Cells.text(entity, "checkpoint"),
                                Cells.optionalText(entity, "position"),
                                Cells.number(entity, "fence")),
                        entity.getETag()));
        stored.ifPresent(there -> seen.put(key(name), there));
        return stored;
    }

    private boolean write(Next next) {
        Checkpoint checkpoint = next.checkpoint();
        Key key = key(checkpoint.name());
        TableEntity entity =
                key.entity().addProperty("checkpoint", checkpoint.name()).addProperty("fence", checkpoint.fence());
        checkpoint.position().ifPresent(position -> entity.addProperty("position", position));
        seen.forget(key);
        Optional<String> written = table.write(Write.of(entity, next.tag()));
        written.ifPresent(now -> seen.put(key, new Stored(checkpoint, now)));
        return written.isPresent();
    }

    private static Key key(String name) {
        return new Key(TableKeys.of(name), TableKeys.of(name));
    }
}
