package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Look;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.event.PortException;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Saga instances, an entity each, in a partition of its own; marks in 16 partitions per saga say which have a timer to look
 * at, and in 16 others which have commands to send, both sorted by when.
 */
public final class TableSagaStore implements SagaStore {
    static final String DUE = "due";
    static final String UNSENT = "unsent";

    private static final int TRIES = 64;

    private final Table table;
    private final Marks marks;
    private final Remembered<SagaRef, Stored> seen = new Remembered<>();

    /** A row without its content; revision 0 is that of none. */
    private record Stored(long revision, Optional<String> tag, Optional<Mark> due, Optional<Mark> unsent) {
        static final Stored ABSENT = new Stored(0, Optional.empty(), Optional.empty(), Optional.empty());

        static Stored of(TableEntity entity) {
            return new Stored(
                    Cells.number(entity, "revision"),
                    Optional.of(entity.getETag()),
                    Mark.of(entity, DUE),
                    Mark.of(entity, UNSENT));
        }

        boolean names(String kind, String row) {
            return (kind.equals(DUE) ? due : unsent)
                    .filter(mark -> mark.row().equals(row))
                    .isPresent();
        }
    }

    /**
     * Makes one; nothing is called yet.
     *
     * @param service a client that tries once
     * @param tables where {@link AzureTables#sagas()} and {@link AzureTables#wakes()} are
     */
    public TableSagaStore(TableServiceClient service, AzureTables tables) {
        this.table = new Table(service, tables.sagas());
        this.marks = new Marks(new Table(service, tables.wakes()));
    }

    @Override
    public Optional<SagaRow> load(SagaRef ref) {
        Optional<TableEntity> entity = read(ref);
        return entity.filter(there -> Cells.number(there, "revision") > 0)
                .map(there -> SagaRow.decoded(Cells.bytes(there, "state")));
    }

    private Optional<TableEntity> read(SagaRef ref) {
        Optional<TableEntity> entity = table.get(key(ref));
        entity.ifPresentOrElse(there -> seen.put(ref, Stored.of(there)), () -> seen.put(ref, Stored.ABSENT));
        return entity;
    }

    private Stored stored(SagaRef ref) {
        return read(ref).map(Stored::of).orElse(Stored.ABSENT);
    }

    @Override
    public boolean save(SagaRow row, long expectedRevision) {
        byte[] encoded = row.encodedToReplace(expectedRevision);
        SagaRef ref = row.ref();
        Optional<Stored> remembered = seen.get(ref)
                .filter(stored -> stored.revision() == expectedRevision)
                .or(() -> expectedRevision == 0 ? Optional.of(Stored.ABSENT) : Optional.empty());
        for (int tries = 0; tries < TRIES; tries++) {
            Stored there = remembered.isPresent() ? remembered.get() : stored(ref);
            remembered = Optional.empty();
            if (there.revision() != expectedRevision) {
                return false;
            }
            Optional<Mark> due = mark(ref, DUE, there.due(), row.nextWake());
            Optional<Mark> unsent = mark(ref, UNSENT, there.unsent(), row.sendAfter());
            Stored next = new Stored(row.revision(), there.tag(), due, unsent);
            if (write(ref, next, encoded)) {
                removeBut(ref, there, next);
                return true;
            }
            removeBut(ref, next, there);
        }
        throw new PortException(
                "Saga " + ref + " was changed by others at each of " + TRIES + " tries; try again when it is quieter");
    }

    /** The one that is there if it is of that moment, else a new one. */
    private Optional<Mark> mark(SagaRef ref, String kind, Optional<Mark> there, Optional<Instant> at) {
        return there.map(Mark::at).equals(at) ? there : at.map(when -> put(ref, kind, when));
    }

    private Mark put(SagaRef ref, String kind, Instant at) {
        return marks.put(
                partition(kind, ref.saga(), ref.bucket()),
                at,
                Keys.of(ref.instance()),
                mark -> mark.addProperty("saga", ref.saga()).addProperty("instance", ref.instance()));
    }

    private boolean write(SagaRef ref, Stored next, byte[] encoded) {
        TableEntity entity = entity(ref, next.revision());
        Cells.bytes(entity, "state", encoded);
        next.due().ifPresent(mark -> mark.on(entity, DUE));
        next.unsent().ifPresent(mark -> mark.on(entity, UNSENT));
        seen.forget(ref);
        Optional<String> tag = table.write(Write.of(entity, next.tag()));
        tag.ifPresent(now -> seen.put(ref, new Stored(next.revision(), tag, next.due(), next.unsent())));
        return tag.isPresent();
    }

    private void removeBut(SagaRef ref, Stored obsolete, Stored named) {
        obsolete.due()
                .filter(mark -> !named.due().equals(obsolete.due()))
                .ifPresent(mark -> marks.remove(partition(DUE, ref.saga(), ref.bucket()), mark));
        obsolete.unsent()
                .filter(mark -> !named.unsent().equals(obsolete.unsent()))
                .ifPresent(mark -> marks.remove(partition(UNSENT, ref.saga(), ref.bucket()), mark));
    }

    @Override
    public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
        return upTo(DUE, saga, bucket, now, limit);
    }

    @Override
    public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
        return upTo(UNSENT, saga, bucket, now, limit);
    }

    private List<SagaRef> upTo(String kind, String saga, int bucket, Instant now, int limit) {
        return marks.named(partition(kind, saga, bucket), "", KeyForm.time(now) + KeyForm.END, limit, mark -> {
            SagaRef ref = new SagaRef(Cells.text(mark, "saga"), Cells.text(mark, "instance"));
            // A row that was written since is no harm: who asks looks at the row itself.
            if (seen.get(ref)
                    .filter(stored -> stored.names(kind, mark.getRowKey()))
                    .isPresent()) {
                return Look.found(ref);
            }
            Stored stored = stored(ref);
            return stored.names(kind, mark.getRowKey()) ? Look.found(ref) : Look.stale(touch(ref, stored));
        });
    }

    /** Marks an instance whose marks are lost; whether one was. */
    boolean repair(SagaRef ref) {
        Stored there = stored(ref);
        Optional<Mark> due = found(ref, DUE, there.due());
        Optional<Mark> unsent = found(ref, UNSENT, there.unsent());
        if (due.equals(there.due()) && unsent.equals(there.unsent())) {
            return false;
        }
        Stored next = new Stored(there.revision(), there.tag(), due, unsent);
        TableEntity entity = key(ref).entity();
        due.ifPresent(mark -> mark.on(entity, DUE));
        unsent.ifPresent(mark -> mark.on(entity, UNSENT));
        seen.forget(ref);
        boolean written =
                table.write(Write.merge(entity, there.tag().orElseThrow())).isPresent();
        if (!written) {
            removeBut(ref, next, there);
        }
        return written;
    }

    private Optional<Mark> found(SagaRef ref, String kind, Optional<Mark> named) {
        String partition = partition(kind, ref.saga(), ref.bucket());
        return named.map(mark -> marks.has(partition, mark) ? mark : put(ref, kind, mark.at()));
    }

    private boolean touch(SagaRef ref, Stored stored) {
        seen.forget(ref);
        return table.touch(key(ref), stored.tag(), () -> entity(ref, 0), Marks.stamp());
    }

    private static TableEntity entity(SagaRef ref, long revision) {
        return key(ref).entity()
                .addProperty("saga", ref.saga())
                .addProperty("instance", ref.instance())
                .addProperty("revision", revision);
    }

    private static Key key(SagaRef ref) {
        return new Key(Keys.of(ref.saga(), ref.instance()), Keys.of(ref.instance()));
    }

    static String partition(String kind, String saga, int bucket) {
        return kind + "~" + bucket + "~" + Keys.of(saga);
    }
}
