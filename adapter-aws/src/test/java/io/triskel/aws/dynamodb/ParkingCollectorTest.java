package io.triskel.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.aws.dynamodb.ParkingCollector.Collected;
import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a parking lot leaves behind goes in time, and nothing that a lane counts ever does. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class ParkingCollectorTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Lane LANE = new Lane("lane", false);

    private final DynamoDbClient client;
    private final DynamoDbTables tables;
    private final DynamoDbParkingLot lot;
    private final ParkedItems items;
    private final ParkingCollector collector;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    ParkingCollectorTest(LocalTables.Running dynamoDb) {
        this.client = dynamoDb.client();
        this.tables = dynamoDb.ofOwnParking();
        this.lot = new DynamoDbParkingLot(client, tables, () -> now, 10);
        this.items = new ParkedItems(new ItemTable(client, tables.parking()));
        this.collector = new ParkingCollector(client, tables, () -> now);
    }

    @Test
    void an_item_that_no_lane_counts_goes_once_it_is_old_and_its_parts_with_it() {
        lot.park(event("parked"));
        items.put(event("orphan", new byte[700_000]), 2, "stamp", now);

        now = now.plus(DAY);
        assertThat(collect()).isEqualTo(new Collected(0, 0, Optional.empty()));

        now = now.plusSeconds(1);
        assertThat(collect().orphans()).isPositive();
        assertThat(collect()).isEqualTo(new Collected(0, 0, Optional.empty()));
        assertThat(client.scan(scan -> scan.tableName(tables.parking())).count())
                .isEqualTo(2);
    }

    @Test
    void parts_go_whose_event_was_never_put() {
        items.put(event("parked", new byte[700_000]), 1, "stamp", now);
        client.deleteItem(delete -> delete.tableName(tables.parking())
                .key(Map.of(
                        "part", LaneRow.part("consumer", LANE), "row", Attributes.text("event:0000000000000000001"))));
        now = now.plus(DAY).plusSeconds(1);

        assertThat(collect()).isEqualTo(new Collected(0, 2, Optional.empty()));
    }

    @Test
    void parts_of_what_is_parked_or_kept_stay() {
        lot.park(event("1", new byte[700_000]));
        lot.park(event("2", new byte[700_000]));
        lot.discard(lease(), event("1").event(), "not wanted");
        now = now.plus(DAY).plusSeconds(1);

        assertThat(collect()).isEqualTo(new Collected(0, 0, Optional.empty()));
        assertThat(lot.discarded("consumer", 9)).hasSize(1);
        assertThat(lot.list("consumer", LANE, Optional.empty(), 9)).hasSize(1);
    }

    @Test
    void what_is_parked_stays_however_old_it_is() {
        lot.park(event("1"));
        lot.park(event("2"));

        now = now.plus(Duration.ofDays(5_000));

        assertThat(collect()).isEqualTo(new Collected(0, 0, Optional.empty()));
        assertThat(lot.list("consumer", LANE, Optional.empty(), 10)).containsExactly(event("1"), event("2"));
    }

    @Test
    void a_discarded_event_is_kept_for_people_and_then_goes() {
        lot.park(event("1"));
        lot.park(event("2"));
        now = now.plus(DAY.multipliedBy(100));
        assertThat(lot.discard(lease(), event("1").event(), "not wanted")).isPresent();

        now = now.plus(MONTH);
        assertThat(collect()).isEqualTo(new Collected(0, 0, Optional.empty()));
        assertThat(lot.discarded("consumer", 10)).hasSize(1);

        now = now.plusSeconds(1);
        assertThat(collect()).isEqualTo(new Collected(1, 0, Optional.empty()));
        assertThat(lot.discarded("consumer", 10)).isEmpty();
        assertThat(lot.list("consumer", LANE, Optional.empty(), 10)).containsExactly(event("2"));
    }

    @Test
    void a_run_stops_at_its_limit_and_the_next_goes_on() {
        for (int i = 0; i < 25; i++) {
            items.put(event("" + i), i + 1, "stamp" + i, now);
        }
        now = now.plus(DAY.multipliedBy(2));

        int collected = 0;
        int runs = 0;
        Optional<String> next = Optional.empty();
        do {
            Collected run = collector.collect(MONTH, DAY, next, 10);
            assertThat(run.orphans()).isLessThanOrEqualTo(10);
            collected += run.orphans();
            next = run.next();
            runs++;
        } while (next.isPresent());

        assertThat(collected).isEqualTo(25);
        assertThat(runs).isGreaterThanOrEqualTo(3);
    }

    @Test
    void all_parts_together_are_the_table() {
        for (int i = 0; i < 25; i++) {
            ParkedEvent event = event("" + i);
            items.put(inLane(event, Lane.of("lane " + i)), 1, "stamp" + i, now);
        }
        now = now.plus(DAY.multipliedBy(2));
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), () -> now);

        List<Integer> collected = IntStream.range(0, 4)
                .mapToObj(part ->
                        collector.collectPart(MONTH, DAY, part, 4, deadline).orphans())
                .toList();

        assertThat(collected.stream().mapToInt(Integer::intValue).sum()).isEqualTo(25);
        assertThat(collected).allSatisfy(some -> assertThat(some).isLessThan(25));
    }

    private static ParkedEvent inLane(ParkedEvent event, Lane lane) {
        return new ParkedEvent(
                event.consumer(),
                lane,
                event.event(),
                event.wire(),
                event.position(),
                event.reason(),
                event.attempts(),
                event.parkedAt(),
                event.replayAt());
    }

    @Test
    void items_that_may_be_about_to_be_counted_are_not_asked_for() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> collector.collect(MONTH, Duration.ofMinutes(59), Optional.empty(), 10));
    }

    private Collected collect() {
        return collector.collect(MONTH, DAY, Optional.empty(), 1_000);
    }

    private LaneLease lease() {
        return lot.lease("consumer", LANE, now, Duration.ofMinutes(1)).orElseThrow();
    }

    private static ParkedEvent event(String id) {
        return event(id, new byte[] {1});
    }

    private static ParkedEvent event(String id, byte[] body) {
        return new ParkedEvent(
                "consumer",
                LANE,
                new EventId("/test", id),
                WireEvent.structured(body),
                "position",
                "reason",
                1,
                Instant.parse("2025-12-31T00:00:00Z"),
                Optional.empty());
    }
}
