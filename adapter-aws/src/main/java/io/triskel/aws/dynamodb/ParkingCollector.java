package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.Deadline;
import io.triskel.parking.Lane;
import io.triskel.store.StoredFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Deletes what a {@link DynamoDbParkingLot} leaves behind: events discarded long ago, and items that no lane counts
 * because a process ended between two writes. Both are few, so one scan a day is enough.
 *
 * <p>These items deliberately have no time to live: a lane may later count an item that a crash left behind, and a
 * counted item must never expire.
 */
public final class ParkingCollector {
    /** Longer than any process takes from putting an item to counting it, since a function ends after 15 minutes. */
    public static final Duration LEAST_AGE = Duration.ofHours(1);

    private static final int PAGE = 100;

    private static final char SLASH = '/';

    /** The attributes that are read. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("#part", "part"),
            Map.entry("#row", "row"),
            Map.entry("#place", "place"),
            Map.entry("#stamp", "stamp"),
            Map.entry("#parts", "parts"),
            Map.entry("#consumer", "consumer"),
            Map.entry("#lane", "lane"),
            Map.entry("#alone", "alone"),
            Map.entry("#stored", "storedAt"),
            Map.entry("#at", "discardedAt"),
            Map.entry("#format", StoredFormat.NAME));

    private final ItemTable table;
    private final ParkedItems events;
    private final InstantSource clock;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#parking()}
     * @param clock the same as the lot's
     */
    public ParkingCollector(DynamoDbClient client, DynamoDbTables tables, InstantSource clock) {
        this.table = new ItemTable(client, tables.parking());
        this.events = new ParkedItems(table);
        this.clock = clock;
    }

    /**
     * The result of one run.
     *
     * @param discarded how many discarded events were deleted
     * @param orphans how many items that no lane counts were deleted
     * @param next where the next run continues; empty once the whole table was scanned
     */
    public record Collected(int discarded, int orphans, Optional<String> next) {}

    /**
     * Scans some items of the table, and deletes those that are old enough. Safe at the same time as any other work on
     * the table.
     *
     * @param keptDiscarded how long discarded events are kept for people, counted from their discarding
     * @param keptOrphans how long items that no lane counts are kept; at least {@link #LEAST_AGE}
     * @param after where the last run stopped; empty to start at the beginning
     * @param limit the maximum of items to scan, including the lanes' heads; at least 1
     * @throws IllegalArgumentException if {@code limit} is below 1, or {@code keptOrphans} below {@link #LEAST_AGE}: a
     *     head may be about to count such a recent item
     * @throws io.triskel.event.PortException if DynamoDB fails
     */
    public Collected collect(Duration keptDiscarded, Duration keptOrphans, Optional<String> after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        return collect(keptDiscarded, keptOrphans, after, limit, () -> true, scan -> {});
    }

    /**
     * As {@link #collect}, for one part of the table, until its end or the deadline. For a program that does not
     * remember where it stopped: if it scans part {@code n} of 1,440 in minute {@code n} of a day, it covers the whole
     * table every day.
     *
     * @param part from 0
     * @param parts the number of parts that the table is divided into, 1 to 1,000,000 (DynamoDB API reference, "Scan")
     */
    public Collected collectPart(Duration keptDiscarded, Duration keptOrphans, int part, int parts, Deadline deadline) {
        return collect(
                keptDiscarded,
                keptOrphans,
                Optional.empty(),
                Integer.MAX_VALUE,
                () -> !deadline.passed(clock),
                scan -> scan.segment(part).totalSegments(parts));
    }

    private Collected collect(
            Duration keptDiscarded,
            Duration keptOrphans,
            Optional<String> after,
            int limit,
            BooleanSupplier goOn,
            Consumer<ScanRequest.Builder> where) {
        if (keptOrphans.compareTo(LEAST_AGE) < 0) {
            throw new IllegalArgumentException("keptOrphans must be at least one hour, not " + keptOrphans);
        }
        Instant now = clock.instant();
        int discarded = 0;
        int orphans = 0;
        int seen = 0;
        Optional<String> next = after;
        do {
            ScanResponse page = page(next, Math.min(PAGE, limit - seen), where);
            for (Map<String, AttributeValue> item : page.items()) {
                if (item.containsKey("discardedAt")) {
                    discarded +=
                            isOlder(item, "discardedAt", now.minus(keptDiscarded)) && events.delete(ParkedItem.of(item))
                                    ? 1
                                    : 0;
                } else if (isOlder(item, "storedAt", now.minus(keptOrphans))) {
                    orphans += isCollectedOrphan(item) ? 1 : 0;
                }
            }
            seen += page.scannedCount();
            next = page.hasLastEvaluatedKey() ? Optional.of(token(page.lastEvaluatedKey())) : Optional.empty();
        } while (next.isPresent() && seen < limit && goOn.getAsBoolean());
        return new Collected(discarded, orphans, next);
    }

    private ScanResponse page(Optional<String> after, int limit, Consumer<ScanRequest.Builder> where) {
        return table.scan(scan -> {
            where.accept(scan);
            scan.limit(limit)
                    .filterExpression("#row <> :head")
                    .projectionExpression(String.join(", ", NAMES.keySet()))
                    .expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Map.of(":head", text("head")));
            after.ifPresent(token -> scan.exclusiveStartKey(Map.of(
                    "part", text(token.substring(0, token.indexOf(SLASH))),
                    "row", text(token.substring(token.indexOf(SLASH) + 1)))));
        });
    }

    private static String token(Map<String, AttributeValue> key) {
        return text(key, "part") + SLASH + text(key, "row");
    }

    private static boolean isOlder(Map<String, AttributeValue> item, String since, Instant than) {
        return instant(item, since).filter(at -> at.isBefore(than)).isPresent();
    }

    private boolean isCollectedOrphan(Map<String, AttributeValue> item) {
        if (ParkedItem.isPart(item)) {
            return !events.hasOwner(item) && events.deletePart(item);
        }
        ParkedItem stored = ParkedItem.of(item);
        return !isParked(stored) && events.delete(stored);
    }

    /** Reads the lane's head now: it may have counted the event since the scan read it. */
    private boolean isParked(ParkedItem stored) {
        String consumer = text(stored.item(), "consumer");
        Lane lane = new Lane(text(stored.item(), "lane"), flag(stored.item(), "alone"));
        return LaneRow.of(consumer, lane, table.get(LaneRow.key(consumer, lane)))
                .has(stored.place());
    }
}
