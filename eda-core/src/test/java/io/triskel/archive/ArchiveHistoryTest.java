package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Firehose promises no order among objects or records: a rebuild still gets every stream in order, and skips nothing. */
class ArchiveHistoryTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private static final Instant COMPLETE = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant LONG_AGO = COMPLETE.minusSeconds(1);
    private static final int STREAMS = 40;
    private static final int REVISIONS = 25;

    private final StoredObjects objects = new StoredObjects();
    private final List<Delivery.Undecodable> broken = new ArrayList<>();

    record Counted(long n) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void shuffled_and_interleaved_objects_give_every_stream_in_order_and_every_event_once(int passes) {
        for (long seed = 1; seed <= 5; seed++) {
            shuffled(new Random(seed));

            List<Envelope<?>> events = read(passes, 7);

            assertThat(events).hasSize(STREAMS * REVISIONS);
            Map<String, List<Long>> revisions = revisions(events);
            assertThat(revisions)
                    .hasSize(STREAMS)
                    .allSatisfy((stream, seen) -> assertThat(seen)
                            .isSorted()
                            .startsWith(1L)
                            .endsWith((long) REVISIONS)
                            .hasSize(REVISIONS));
        }
    }

    /** Each event twice, dealt to objects at random, as after retries of shards that are read at their own speed. */
    private void shuffled(Random random) {
        List<Envelope<?>> all = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            for (int revision = 1; revision <= REVISIONS; revision++) {
                all.add(event("s/" + stream, revision, LONG_AGO));
            }
        }
        all.addAll(List.copyOf(all));
        Collections.shuffle(all, random);
        for (int object = 0; object < 20; object++) {
            put("events/" + object, all.subList(object * all.size() / 20, (object + 1) * all.size() / 20));
        }
    }

    @Test
    void another_process_goes_on_where_the_last_page_ended_although_an_object_came_meanwhile() {
        put("events/2", List.of(event("a", 1, LONG_AGO), event("b", 2, LONG_AGO)));
        Page<Envelope<?>> first = history(1).read(Optional.empty(), 1);

        put("events/1", List.of(event("b", 1, LONG_AGO)));
        Page<Envelope<?>> rest = history(1).read(first.next(), 9);

        assertThat(revisions(first.items())).isEqualTo(Map.of("a", List.of(1L)));
        assertThat(revisions(rest.items())).isEqualTo(Map.of("b", List.of(1L, 2L)));
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void what_stands_behind_a_gap_and_is_young_is_left_to_the_bus_with_all_that_follows() {
        put("events/1", List.of(event("a", 1, LONG_AGO), event("a", 2, COMPLETE)));
        put("events/2", List.of(event("a", 4, COMPLETE), event("a", 5, COMPLETE), event("b", 2, COMPLETE)));

        assertThat(revisions(read(1, 9))).isEqualTo(Map.of("a", List.of(1L, 2L)));

        put("events/1-late", List.of(event("a", 3, COMPLETE), event("b", 1, COMPLETE)));

        assertThat(revisions(read(1, 9))).isEqualTo(Map.of("a", List.of(1L, 2L, 3L, 4L, 5L), "b", List.of(1L, 2L)));
    }

    @Test
    void a_gap_of_long_ago_is_passed_over() {
        put("events/1", List.of(event("a", 3, LONG_AGO), event("a", 5, LONG_AGO), event("a", 6, COMPLETE)));

        assertThat(revisions(read(1, 9))).isEqualTo(Map.of("a", List.of(3L, 5L, 6L)));
    }

    @Test
    void events_without_a_stream_come_too() {
        put("events/1", List.of(plain("1"), plain("2"), event("a", 1, LONG_AGO)));

        assertThat(read(16, 1)).hasSize(3);
    }

    @Test
    void records_that_are_no_events_are_told() {
        objects.put("events/1", "nonsense\n".getBytes(StandardCharsets.UTF_8));

        assertThat(read(1, 9)).isEmpty();
        assertThat(broken).hasSize(1);
    }

    @Test
    void an_archive_that_cannot_be_read_is_a_port_that_fails() {
        objects.fail("down");

        assertThatThrownBy(() -> read(1, 9)).isInstanceOf(PortException.class).hasMessageContaining("down");
        assertThatThrownBy(() -> history(17)).isInstanceOf(IllegalArgumentException.class);
    }

    private ArchiveHistory history(int passes) {
        return new ArchiveHistory(
                Archive.of(objects, "events/", new JsonLines()), CODEC, passes, COMPLETE, broken::add);
    }

    private List<Envelope<?>> read(int passes, int limit) {
        ArchiveHistory history = history(passes);
        List<Envelope<?>> events = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Page<Envelope<?>> page = history.read(next, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            events.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return events;
    }

    private static Map<String, List<Long>> revisions(List<Envelope<?>> events) {
        Map<String, List<Long>> revisions = new HashMap<>();
        for (Envelope<?> event : events) {
            if (event.pattern() instanceof EventKind.Sourced fact) {
                revisions
                        .computeIfAbsent(fact.stream().value(), stream -> new ArrayList<>())
                        .add(fact.revision());
            }
        }
        return revisions;
    }

    private void put(String object, List<Envelope<?>> events) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Envelope<?> event : events) {
            lines.writeBytes(CODEC.encode(event));
            lines.write('\n');
        }
        objects.put(object, lines.toByteArray());
    }

    private static Envelope<?> plain(String id) {
        return Envelope.of(new EventId("/test", id), COUNTED, new Counted(0));
    }

    private static Envelope<?> event(String stream, long revision, Instant at) {
        return Envelope.of(new EventId("/test", stream + "-" + revision), COUNTED, new Counted(revision))
                .withPattern(new EventKind.Sourced(new StreamId(stream), revision))
                .withTime(at.atOffset(ZoneOffset.UTC));
    }
}
