package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.parking.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Deletes what a {@link DynamoDbParkingLot} leaves behind: events that were discarded long ago, and bodies that no lane names
 * because a process ended between two writes. Both are few, so a scan once a day is enough.
 *
 * <p>These items have no time to live, on purpose: a lane may go on naming a body that a crash left marked, and a body that a
 * lane names must never expire.
 */
public final class ParkingCollector {
    /** No process takes longer between writing a body and naming it, since a function ends after 15 minutes. */
    public static final Duration LEAST_AGE = Duration.ofHours(1);

    private static final int PAGE = 100;

    private final Table table;
    private final InstantSource clock;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#parking()}
     * @param clock the same as the lot's
     */
    public ParkingCollector(DynamoDbClient client, DynamoDbTables tables, InstantSource clock) {
        this.table = new Table(client, tables.parking());
        this.clock = clock;
    }

    /**
     * The result of one run.
     *
     * @param discarded how many discarded events were deleted
     * @param orphans how many bodies that no lane names were deleted
     * @param next where the next run continues; empty once the whole table was scanned
     */
    public record Collected(int discarded, int orphans, Optional<String> next) {}

    /**
     * Scans some items of the table, and deletes those that are old enough. Is safe beside all other work on the table.
     *
     * @param keptDiscarded how long discarded events are kept for people, from when they were discarded
     * @param keptOrphans how long bodies without a lane are kept; at least {@link #LEAST_AGE}
     * @param after where the last run stopped; empty for the beginning
     * @param limit most items scanned, the lanes' rows included, 1 or more
     * @throws IllegalArgumentException if {@code limit} is below 1, or {@code keptOrphans} below {@link #LEAST_AGE}: a row may be
     *     about to name so young a body
     * @throws io.triskel.event.PortException if DynamoDB fails
     */
    public Collected collect(Duration keptDiscarded, Duration keptOrphans, Optional<String> after, int limit) {
        if (keptOrphans.compareTo(LEAST_AGE) < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "Bodies without a lane are kept for an hour or more, and at least one item is looked at, not "
                            + keptOrphans + " and " + limit);
        }
        Instant now = clock.instant();
        int discarded = 0;
        int orphans = 0;
        int seen = 0;
        Optional<String> next = after;
        do {
            ScanResponse page = page(next, Math.min(PAGE, limit - seen));
            for (Map<String, AttributeValue> item : page.items()) {
                boolean marked = item.containsKey("discardReason");
                Instant gone = now.minus(marked ? keptDiscarded : keptOrphans);
                if (isOlder(item, marked ? "discardedAt" : "storedAt", gone)
                        && !isNamed(item)
                        && delete(item, marked)) {
                    discarded += marked ? 1 : 0;
                    orphans += marked ? 0 : 1;
                }
            }
            seen += page.scannedCount();
            next = page.hasLastEvaluatedKey() ? Optional.of(text(page.lastEvaluatedKey(), "item")) : Optional.empty();
        } while (next.isPresent() && seen < limit);
        return new Collected(discarded, orphans, next);
    }

    private ScanResponse page(Optional<String> after, int limit) {
        return table.scan(scan -> {
            scan.limit(limit)
                    .filterExpression("begins_with(#item, :event)")
                    .projectionExpression("#item, #consumer, #lane, #alone, #stored, #why, #at")
                    .expressionAttributeNames(Map.of(
                            "#item", "item",
                            "#consumer", "consumer",
                            "#lane", "lane",
                            "#alone", "alone",
                            "#stored", "storedAt",
                            "#why", "discardReason",
                            "#at", "discardedAt"))
                    .expressionAttributeValues(Map.of(":event", text("event:")));
            after.ifPresent(item -> scan.exclusiveStartKey(Map.of("item", text(item))));
        });
    }

    private static boolean isOlder(Map<String, AttributeValue> item, String since, Instant than) {
        return instant(item, since).filter(at -> at.isBefore(than)).isPresent();
    }

    /** Reads the lane's row now: the lane may have named the body since the scan read it. */
    private boolean isNamed(Map<String, AttributeValue> item) {
        Lane lane = new Lane(text(item, "lane"), flag(item, "alone"));
        return table.get(Map.of("item", text("lane:" + LaneRow.key(text(item, "consumer"), lane))))
                .map(LaneRow::of)
                .filter(row -> row.names(ParkedItems.stamp(item)))
                .isPresent();
    }

    /** A body that was discarded since the scan read it is no orphan, and stays. */
    private boolean delete(Map<String, AttributeValue> item, boolean marked) {
        return table.delete(delete -> delete.key(Map.of("item", Attributes.required(item, "item")))
                .conditionExpression(
                        marked ? "attribute_exists(#why)" : "attribute_exists(#item) AND attribute_not_exists(#why)")
                .expressionAttributeNames(
                        marked ? Map.of("#why", "discardReason") : Map.of("#why", "discardReason", "#item", "item")));
    }
}
