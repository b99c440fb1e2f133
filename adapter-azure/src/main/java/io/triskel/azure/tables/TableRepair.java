package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.event.StreamId;
import io.triskel.saga.SagaRef;
import io.triskel.spi.LaneEntry;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Scans whole tables, page by page, for damage that the stores do not find themselves: lost marks, for example after
 * tables were restored from copies of different moments, and rows left by crashed processes. No other class scans. Run
 * it once a day, and always after restoring tables. Safe at the same time as any other work on the tables.
 */
public final class TableRepair {
    /** Longer than any process takes from putting a mark to naming it, since a function ends sooner. */
    public static final Duration LEAST_AGE = Duration.ofHours(1);

    /** How long the row of an open lane is kept; the row invalidates older leases. */
    public static final Duration LANES_KEPT = LaneEntry.KEPT;

    /** The property in which {@link Cells#longText} stores a long lane, in at most one piece. */
    private static final String LONG_LANE = "lane" + Cells.LONG;

    private final InstantSource clock;
    private final DirtyStreams dirty;
    private final TableSagaStore sagas;
    private final LaneRows lanes;
    private final EntityTable parking;
    private final TableReadModel readModel;
    private final List<Pass> passes;

    /** The scan of one table: which rows it reads, and how it judges them. */
    private record Pass(
            EntityTable table, Optional<String> filter, List<String> properties, Function<TableEntity, Fate> look) {}

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables names all tables
     * @param clock roughly equal to the service's time
     */
    public TableRepair(TableServiceClient service, AzureTables tables, InstantSource clock) {
        this.clock = clock;
        EntityTable streams = new EntityTable(service, tables.streams());
        Marks dirtyMarks = new Marks(new EntityTable(service, tables.dirty()));
        this.dirty = new DirtyStreams(new StreamRows(streams, dirtyMarks), dirtyMarks, clock);
        this.sagas = new TableSagaStore(service, tables, clock);
        this.parking = new EntityTable(service, tables.parking());
        EntityTable laneMarks = new EntityTable(service, tables.lanes());
        this.lanes = new LaneRows(parking, new Marks(laneMarks));
        this.readModel = new TableReadModel(service, tables);
        this.passes = List.of(
                new Pass(
                        streams,
                        Optional.of("RowKey eq '" + StreamRows.HEAD + "' and last gt 0L"),
                        List.of("stream"),
                        this::stream),
                new Pass(
                        new EntityTable(service, tables.sagas()),
                        Optional.empty(),
                        List.of("saga", "instance"),
                        this::saga),
                new Pass(
                        parking,
                        Optional.of("RowKey eq '" + LaneRows.LANE + "'"),
                        List.of(
                                "PartitionKey",
                                "RowKey",
                                "consumer",
                                "lane",
                                LONG_LANE,
                                "alone",
                                "parked",
                                "Timestamp"),
                        this::lane),
                new Pass(
                        laneMarks,
                        Optional.of("PartitionKey ge '" + LaneRows.DISCARDED + "~' and PartitionKey lt '"
                                + LaneRows.DISCARDED + KeyForm.END + "'"),
                        List.of("PartitionKey", "RowKey", "partition", "row", "Timestamp"),
                        mark -> discarded(laneMarks, mark)),
                new Pass(
                        new EntityTable(service, tables.entries()),
                        Optional.empty(),
                        List.of("PartitionKey", "RowKey", "table", "id", "Timestamp"),
                        entry -> entry(new EntityTable(service, tables.entries()), entry)));
    }

    /**
     * The result of one run.
     *
     * @param found how many lost marks of streams, sagas and lanes were restored
     * @param swept how many unneeded rows were deleted
     * @param next where the next run continues; empty once all tables were scanned
     */
    public record Repaired(int found, int swept, Optional<String> next) {}

    /** The judgement of one row. */
    private enum Fate {
        FOUND,
        SWEPT,
        FINE
    }

    /**
     * Scans some rows.
     *
     * @param after {@link Repaired#next} of the previous run; empty to start at the beginning
     * @param limit the approximate number of rows, at least 1
     * @throws IllegalArgumentException if {@code after} or {@code limit} is not valid
     * @throws io.triskel.event.PortException if Table Storage fails
     */
    public Repaired repair(Optional<String> after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        int pass = after.map(token -> Integer.parseInt(token.substring(0, token.indexOf(':'))))
                .orElse(0);
        Optional<String> at =
                after.map(token -> token.substring(token.indexOf(':') + 1)).filter(token -> !token.isEmpty());
        int found = 0;
        int swept = 0;
        int looked = 0;
        while (pass < passes.size() && looked < limit) {
            Pass now = passes.get(pass);
            EntityTable.Page page = now.table().scan(now.filter(), now.properties(), limit - looked, at);
            for (TableEntity row : page.rows()) {
                Fate fate = now.look().apply(row);
                found += fate == Fate.FOUND ? 1 : 0;
                swept += fate == Fate.SWEPT ? 1 : 0;
            }
            looked += page.rows().size();
            at = page.next();
            pass += at.isPresent() ? 0 : 1;
        }
        return new Repaired(
                found, swept, pass < passes.size() ? Optional.of(pass + ":" + at.orElse("")) : Optional.empty());
    }

    private Fate stream(TableEntity head) {
        return dirty.repair(new StreamId(Cells.text(head, "stream")), clock.instant()) ? Fate.FOUND : Fate.FINE;
    }

    private Fate saga(TableEntity row) {
        return sagas.repair(new SagaRef(Cells.text(row, "saga"), Cells.text(row, "instance"))) ? Fate.FOUND : Fate.FINE;
    }

    private Fate lane(TableEntity row) {
        if (Cells.flag(row, "parked")) {
            return lanes.repair(Cells.text(row, "consumer"), LaneRow.named(row)) ? Fate.FOUND : Fate.FINE;
        }
        return isOlder(row, LANES_KEPT)
                        && parking.write(Write.delete(Key.of(row), row.getETag()))
                                .isPresent()
                ? Fate.SWEPT
                : Fate.FINE;
    }

    /**
     * If a process crashed before it discarded an event, the event is still in its lane, so only its mark is deleted.
     */
    private Fate discarded(EntityTable marks, TableEntity mark) {
        boolean stale = isOlder(mark, LEAST_AGE)
                && lanes.event(LaneRows.discarded(mark)).isEmpty();
        return stale ? swept(marks, mark) : Fate.FINE;
    }

    private Fate entry(EntityTable entries, TableEntity entry) {
        return isOlder(entry, LEAST_AGE) && readModel.isStale(entry) ? swept(entries, entry) : Fate.FINE;
    }

    private static Fate swept(EntityTable table, TableEntity mark) {
        table.delete(Key.of(mark));
        return Fate.SWEPT;
    }

    private boolean isOlder(TableEntity row, Duration age) {
        return row.getTimestamp().toInstant().isBefore(clock.instant().minus(age));
    }
}
