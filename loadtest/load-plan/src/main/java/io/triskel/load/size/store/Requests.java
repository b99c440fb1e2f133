package io.triskel.load.size.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.json.ShippedFile;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Range;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What orders are billed in a store: the operations of a counted run, times the measured units of each. */
public final class Requests {
    private static final String DATA = "/io/triskel/load/size/requests.json";

    /** By how much a run of the demo may count more than is said here: the gate's tolerance. */
    private static final double TOLERANCE = 1.1;

    private final Map<String, Units> table = new LinkedHashMap<>();
    private final Work work;
    private final double eventBytes;

    /** What an order is billed in one store. */
    public record PerOrder(Range reads, Range writes, Range deletes, double commits, double eventsRead, Kept kept) {}

    /**
     * Bytes that an order adds to tables and indexes.
     *
     * @param forGood events, sagas, snapshots, rows of views, replicas
     * @param whileRemembered rows of inboxes, which are deleted when their event can no longer come again
     */
    public record Kept(double forGood, double whileRemembered) {}

    private Requests(JsonNode json) {
        work = Work.of(json);
        eventBytes = json.get("eventBytes").doubleValue();
        for (JsonNode row : json.get("table")) {
            table.put(
                    row.get("operation").textValue() + "@" + row.get("store").textValue(),
                    new Units(
                            row.get("readUnits").doubleValue(),
                            row.get("writeUnits").doubleValue(),
                            row.get("deleteUnits").doubleValue(),
                            row.get("bytes").doubleValue()));
        }
    }

    private static final class Shipped {
        private static final Requests FIGURES = new Requests(ShippedFile.json(DATA));
    }

    /** {@return the shipped figures} */
    public static Requests measured() {
        return Shipped.FIGURES;
    }

    /**
     * {@return what an order is billed} Low: inboxes in batches of ten. Likely: in batches of one. High: what a run of the demo may count
     * beside it.
     *
     * @param store by its name in the table
     */
    public PerOrder perOrder(String store) {
        Units batches = of(store, work.withBatchesOf(10)).times(1 / work.orders());
        Units likely = of(store, work.withBatchesOf(1)).times(1 / work.orders());
        Units expired = perRow(
                        store,
                        "deletion of 1 row of the inbox after its retention",
                        "deletion of 10 rows of the inbox after their retention")
                .times(work.did("events behind an inbox") / work.orders());
        return new PerOrder(
                range(batches.reads() + expired.reads(), likely.reads() + expired.reads()),
                range(batches.writes() + expired.writes(), likely.writes() + expired.writes()),
                range(expired.deletes(), expired.deletes()),
                (work.did("first commits of streams") + work.did("further commits")) / work.orders(),
                work.eventsRead() / work.orders(),
                new Kept(likely.bytes(), -expired.bytes()));
    }

    private static Range range(double one, double other) {
        return new Range(Math.min(one, other), other, Math.max(one, other) * TOLERANCE);
    }

    /** {@return the units that this work is billed in a store; bytes are those kept for good} */
    public Units of(String store, Work of) {
        Units row = get("projected event: neither index nor total changes", store);
        Units moved =
                get("projected event: one index changes", store).minus(row).times(0.5);
        return reads(store, of)
                .plus(writes("first command on a new stream, published inline", store, of, "first commits of streams"))
                .plus(writes("next command, published inline, by the same process", store, of, "further commits"))
                .plus(all("first step of a saga: event, state, command, timer", store, of, "first steps of sagas"))
                .plus(all("next step of a saga: event, state, command, timer", store, of, "next steps of sagas"))
                .plus(all("last step of a saga: event, state", store, of, "last steps of sagas"))
                .plus(behindInbox(store, of))
                .plus(row.onlyReads().times(of.did("rows of views read") + of.did("replicas read")))
                .plus(row.onlyWrites().times(of.did("rows of views written")))
                .plus(moved.onlyWrites().times(of.did("index entries of views")))
                // Its row has two: that of the view, and that of the total.
                .plus(get("projected event: new row, one index, one total", store)
                        .onlyBytes()
                        .times(of.did("new rows of views") / 2))
                .plus(all("first snapshot of a stream: 300 bytes, 10 commands", store, of, "first snapshots"))
                .plus(all("next snapshot of a stream: 300 bytes, 10 commands", store, of, "further snapshots"))
                .plus(all("reading a snapshot: 300 bytes, 10 commands", store, of, "snapshots read"))
                .plus(all("new replica: 300 bytes", store, of, "new replicas"))
                .plus(all("replica at its next version: 300 bytes", store, of, "further replicas"))
                .plus(all("idle look for a consumer's parked events", store, of, "looks for parked events"))
                .plus(get("idle look for commits to publish: 16 buckets", store)
                        .times(of.did("looks into an index") / 16));
    }

    /** {@return the KiB that an event has on the bus beyond those of the counted run, whose rows the figures are of} */
    public double furtherKibibytes(double size) {
        return Math.max(0, size - eventBytes) / Amounts.KIB;
    }

    /** {@return units that each further KiB of an event adds to its commit} */
    public Units perKibibyte(String store) {
        return get("next command, 4 KiB of data, published inline, by another process", store)
                .minus(get("next command, published inline, by another process", store))
                .times(0.25);
    }

    private Units all(String operation, String store, Work of, String what) {
        return get(operation, store).times(of.did(what));
    }

    /** What a command reads is counted with the reads of streams, whose length differs. */
    private Units writes(String operation, String store, Work of, String what) {
        return all(operation, store, of, what)
                .minus(all(operation, store, of, what).onlyReads());
    }

    /** A read of so many events costs what is measured, or lies between two measured ones. */
    private Units reads(String store, Work of) {
        TreeMap<Integer, Double> measured = new TreeMap<>(Map.of(
                0, get("first command on a new stream, published inline", store).reads(),
                1,
                        get("next command, published inline, by the same process", store)
                                .reads(),
                2,
                        get("next command, published inline, by another process", store)
                                .reads(),
                100, get("reading a stream of 100 small events", store).reads()));
        double reads = 0;
        for (Map.Entry<Integer, Long> read : of.streamReads().entrySet()) {
            int events = read.getKey();
            int below = measured.headMap(events, true).lastKey();
            int above = Optional.ofNullable(measured.higherKey(events)).orElse(below);
            double share = above == below ? 0 : (double) (events - below) / (above - below);
            double least = measured.getOrDefault(below, 0.0);
            reads += read.getValue() * (least + share * (measured.getOrDefault(above, 0.0) - least));
        }
        return new Units(reads, 0, 0, 0);
    }

    /**
     * A batch costs a part for itself, and one for each event, whose rows do not stay. Every consumer asks which lanes are parked, also one
     * without an inbox; those are the reads of the rows.
     */
    private Units behindInbox(String store, Work of) {
        Units event = perRow(
                store,
                "event behind inbox and parking lot, batch of 1",
                "events behind inbox and parking lot, batch of 10 keys");
        Units batch =
                get("event behind inbox and parking lot, batch of 1", store).minus(event);
        return batch.onlyWrites()
                .times(of.did("batches behind an inbox"))
                .plus(event.onlyWrites().times(of.did("events behind an inbox")))
                .plus(batch.onlyReads().times(of.did("batches of lanes looked up")))
                .plus(event.onlyReads().times(of.did("lanes looked up")));
    }

    private Units perRow(String store, String ofOne, String ofTen) {
        return get(ofTen, store).minus(get(ofOne, store)).times(1.0 / 9);
    }

    private Units get(String operation, String store) {
        return Optional.ofNullable(table.get(operation + "@" + store))
                .orElseThrow(() -> new IllegalArgumentException("There is no row '" + operation + "' on " + store));
    }
}
