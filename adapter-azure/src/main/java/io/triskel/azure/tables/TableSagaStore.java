package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Look;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.azure.tables.Marks.Wanted;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import io.triskel.spi.Change;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores saga instances, one entity each, in its own partition. Marks in 16 partitions per saga find the instances with
 * a timer, and marks in 16 others those with commands to send, both sorted by due time. Marks in 16 more find stuck
 * instances, sorted by name.
 */
public final class TableSagaStore implements SagaStore {
    static final String DUE = "due";
    static final String UNSENT = "unsent";
    static final String STUCK = "stuck";

    private final EntityTable table;
    private final Marks marks;
    private final Remembered<SagaRef, Stored> seen = new Remembered<>();

    /** A row without its content; revision 0 means that the row is absent. */
    private record Stored(long revision, Optional<String> tag, Map<String, Mark> marks) {
        static final Stored ABSENT = new Stored(0, Optional.empty(), Map.of());

        static Stored of(SagaRef ref, TableEntity entity) {
            Map<String, Mark> marks = new HashMap<>();
            for (String kind : List.of(DUE, UNSENT, STUCK)) {
                Mark.of(entity, kind, partition(kind, ref.saga(), ref.bucket()))
                        .ifPresent(mark -> marks.put(kind, mark));
            }
            return new Stored(Cells.number(entity, "revision"), Optional.of(entity.getETag()), marks);
        }

        boolean isNamedBy(TableEntity mark, String kind) {
            return marks.containsKey(kind) && marks.get(kind).is(mark);
        }
    }

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables gives the tables' names, {@link AzureTables#sagas()} and {@link AzureTables#wakes()}
     * @param clock tells which marks nobody reads yet
     */
    public TableSagaStore(TableServiceClient service, AzureTables tables, InstantSource clock) {
        this.table = new EntityTable(service, tables.sagas());
        this.marks = new Marks(new EntityTable(service, tables.wakes()), clock);
    }

    @Override
    public Optional<SagaRow> load(SagaRef ref) {
        Optional<TableEntity> entity = read(ref);
        return entity.filter(there -> Cells.number(there, "revision") > 0)
                .map(there -> SagaRow.decoded(Cells.bytes(there, "state")));
    }

    private Optional<TableEntity> read(SagaRef ref) {
        Optional<TableEntity> entity = table.get(key(ref));
        seen.put(ref, entity.map(there -> Stored.of(ref, there)).orElse(Stored.ABSENT));
        return entity;
    }

    private Stored stored(SagaRef ref) {
        return read(ref).map(there -> Stored.of(ref, there)).orElse(Stored.ABSENT);
    }

    @Override
    public boolean save(SagaRow row, long expectedRevision) {
        byte[] encoded = row.encodedToReplace(expectedRevision);
        SagaRef ref = row.ref();
        Optional<Stored> remembered = seen.get(ref)
                .filter(stored -> stored.revision() == expectedRevision)
                .or(() -> expectedRevision == 0 ? Optional.of(Stored.ABSENT) : Optional.empty());
        return EntityTable.WRITES.step(
                "Saga " + ref,
                remembered,
                () -> stored(ref),
                there -> there.revision() == expectedRevision ? Change.write(there, true) : Change.nothing(false),
                there -> replace(there, row, encoded));
    }

    private boolean replace(Stored there, SagaRow row, byte[] encoded) {
        SagaRef ref = row.ref();
        Map<String, Wanted> wanted = new HashMap<>();
        row.nextWake().ifPresent(at -> wanted.put(DUE, wanted(ref, DUE, at)));
        row.sendAfter().ifPresent(at -> wanted.put(UNSENT, wanted(ref, UNSENT, at)));
        if (row.stuck()) {
            wanted.put(STUCK, wanted(ref, STUCK, Instant.EPOCH));
        }
        TableEntity entity = entity(ref, row.revision());
        Cells.bytes(entity, "state", encoded);
        return marks.exchange(
                        there.marks(),
                        wanted,
                        named -> {
                            named.forEach((kind, mark) -> mark.on(entity, kind));
                            seen.forget(ref);
                            Optional<String> tag = table.write(Write.of(entity, there.tag()));
                            tag.ifPresent(now -> seen.put(ref, new Stored(row.revision(), tag, named)));
                            return tag;
                        },
                        any -> stored(ref).marks())
                .isPresent();
    }

    private static Wanted wanted(SagaRef ref, String kind, Instant at) {
        String partition = partition(kind, ref.saga(), ref.bucket());
        String of = TableKeys.of(ref.instance());
        Consumer<TableEntity> name =
                mark -> mark.addProperty("saga", ref.saga()).addProperty("instance", ref.instance());
        return kind.equals(STUCK) ? Wanted.always(partition, of, name) : Wanted.from(at, partition, of, name);
    }

    @Override
    public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
        return upTo(DUE, saga, bucket, now, limit);
    }

    @Override
    public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
        return upTo(UNSENT, saga, bucket, now, limit);
    }

    @Override
    public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
        String from =
                after.map(ref -> TableKeys.of(ref.instance()) + KeyForm.END).orElse("");
        return marked(STUCK, saga, bucket, from, KeyForm.END, limit);
    }

    private List<SagaRef> upTo(String kind, String saga, int bucket, Instant now, int limit) {
        return marked(kind, saga, bucket, "", KeyForm.time(now) + KeyForm.END, limit);
    }

    private List<SagaRef> marked(String kind, String saga, int bucket, String from, String to, int limit) {
        return marks.named(partition(kind, saga, bucket), from, to, limit, mark -> {
            SagaRef ref = new SagaRef(Cells.text(mark, "saga"), Cells.text(mark, "instance"));
            // The remembered row may be outdated, which is harmless: callers read the row itself.
            Stored stored =
                    seen.get(ref).filter(known -> known.isNamedBy(mark, kind)).orElseGet(() -> stored(ref));
            return stored.isNamedBy(mark, kind) ? Look.found(ref) : Look.stale(touch(ref, stored));
        });
    }

    private static Map<String, Wanted> wanted(SagaRef ref, Map<String, Mark> marks) {
        Map<String, Wanted> wanted = new HashMap<>();
        marks.forEach((kind, mark) -> wanted.put(kind, wanted(ref, kind, mark.at())));
        return wanted;
    }

    /** Makes the row name other marks, if it is unchanged. */
    private boolean named(SagaRef ref, Stored row, Map<String, Mark> before, Map<String, Wanted> wanted) {
        TableEntity entity = key(ref).entity();
        seen.forget(ref);
        return marks.exchange(
                        before,
                        wanted,
                        named -> {
                            named.forEach((kind, mark) -> mark.on(entity, kind));
                            Optional<String> tag =
                                    table.write(Write.merge(entity, row.tag().orElseThrow()));
                            tag.ifPresent(now -> seen.put(ref, new Stored(row.revision(), tag, named)));
                            return tag;
                        },
                        any -> stored(ref).marks())
                .isPresent();
    }

    /** Marks an instance if its marks are lost; returns whether one was lost. */
    boolean repair(SagaRef ref) {
        Stored row = stored(ref);
        Map<String, Mark> there = marks.there(row.marks());
        if (there.equals(row.marks())) {
            return false;
        }
        return named(ref, row, there, wanted(ref, row.marks()));
    }

    private boolean touch(SagaRef ref, Stored stored) {
        seen.forget(ref);
        return table.touch(key(ref), stored.tag(), () -> entity(ref, 0));
    }

    private static TableEntity entity(SagaRef ref, long revision) {
        return key(ref).entity()
                .addProperty("saga", ref.saga())
                .addProperty("instance", ref.instance())
                .addProperty("revision", revision);
    }

    private static Key key(SagaRef ref) {
        return new Key(TableKeys.of(ref.saga(), ref.instance()), TableKeys.of(ref.instance()));
    }

    static String partition(String kind, String saga, int bucket) {
        return kind + "~" + bucket + "~" + TableKeys.of(saga);
    }
}
