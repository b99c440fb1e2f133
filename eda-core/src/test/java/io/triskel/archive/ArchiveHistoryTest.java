package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.History;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Firehose promises no order among objects or records: a rebuild still gets every stream in order, and skips nothing. */
class ArchiveHistoryTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventType NAMED = EventType.of("triskel.test.named", 1);
    private static final EventCodec CODEC = EventCodec.of(TypeRegistry.builder()
            .add(COUNTED, Counted.class)
            .add(NAMED, Named.class)
            .build());
    /** Writes what {@link #CODEC} cannot read. */
    private static final EventCodec TEXTS =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Text.class).build());

    private static final ArchiveSort.Limits SMALL = new ArchiveSort.Limits(1, 2);
    private static final Instant COMPLETE = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant LONG_AGO = COMPLETE.minusSeconds(1);
    private static final int STREAMS = 40;
    private static final int REVISIONS = 25;
    private static final int OBJECTS = 20;

    @TempDir
    private Path folder;

    private final StoredObjects objects = new StoredObjects();
    private final List<Delivery.Undecodable> broken = new ArrayList<>();

    record Counted(long n) {}

    record Text(String n) {}

    record Named(String name) {}

    record Seen(String revisions) {}

    /** Runs of a few records, merged by two; longer ones; and everything in memory. */
    static List<ArchiveSort.Limits> limits() {
        return List.of(
                new ArchiveSort.Limits(2_000, 2),
                new ArchiveSort.Limits(20_000, 3),
                ArchiveSort.Limits.ofThisProcess());
    }

    @ParameterizedTest
    @MethodSource("limits")
    void shuffled_and_interleaved_objects_give_every_stream_in_order_and_every_event_once(ArchiveSort.Limits limits) {
        for (long seed = 1; seed <= 5; seed++) {
            List<Envelope<?>> sorted = shuffled(new Random(seed));

            List<Envelope<?>> events = read(history(limits), 7);

            assertThat(events).isEqualTo(sorted);
        }
    }

    @ParameterizedTest
    @MethodSource("limits")
    void a_view_is_rebuilt_as_from_the_sorted_events(ArchiveSort.Limits limits) {
        for (long seed = 1; seed <= 3; seed++) {
            List<Envelope<?>> sorted = shuffled(new Random(seed));

            Map<String, String> rows = rebuilt(history(limits));

            assertThat(rows)
                    .hasSize(STREAMS)
                    .isEqualTo(rebuilt((after, limit) -> new Page<>(sorted, Optional.empty())));
        }
    }

    /** A row has the revisions that it was given, in their order. */
    private static Map<String, String> rebuilt(History history) {
        Projection<Seen> projection = Projection.of(
                "seen",
                Seen.class,
                Counted.class,
                new Seen(""),
                (row, event) -> new Seen(row.revisions() + event.n() + " "));
        View<Seen> view = View.of(projection, new InMemoryStores().readModel(), StateCodec.of())
                .on(COUNTED, Counted.class)
                .build();
        view.rebuild(history, generation -> {}).toEnd().complete();
        Map<String, String> rows = new HashMap<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            String id = "s/" + stream;
            view.find(new StreamId(id)).ifPresent(row -> rows.put(id, row.revisions()));
        }
        return rows;
    }

    /**
     * Puts each event twice, dealt to objects at random, as after retries of shards that are read at their own speed.
     *
     * @return the events in their order
     */
    private List<Envelope<?>> shuffled(Random random) {
        List<Envelope<?>> all = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            for (int revision = 1; revision <= REVISIONS; revision++) {
                all.add(event("s/" + stream, revision, LONG_AGO));
            }
        }
        List<Envelope<?>> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(StreamPlace::of));
        all.addAll(sorted);
        Collections.shuffle(all, random);
        for (int object = 0; object < OBJECTS; object++) {
            put("events/" + object, all.subList(object * all.size() / OBJECTS, (object + 1) * all.size() / OBJECTS));
        }
        return sorted;
    }

    @Nested
    class The_archive {
        @Test
        void is_read_once_each_object_and_listed_once() {
            shuffled(new Random(1));

            assertThat(read(history(SMALL), 7)).isNotEmpty();

            assertThat(objects.opened()).hasSize(OBJECTS).doesNotHaveDuplicates();
            assertThat(objects.listed()).isEqualTo(1);
        }

        @Test
        void is_read_once_more_by_another_process_that_goes_on() {
            shuffled(new Random(1));
            Page<Envelope<?>> first = history().read(Optional.empty(), 7);

            Page<Envelope<?>> second = history().read(first.next(), 7);

            assertThat(revisions(second.items())).isEqualTo(Map.of("s/0", List.of(8L, 9L, 10L, 11L, 12L, 13L, 14L)));
            assertThat(objects.opened()).hasSize(2 * OBJECTS);
        }

        @Test
        void is_not_read_again_for_a_page_that_failed_or_is_asked_for_again() {
            put("events/1", List.of(event("a", 1, LONG_AGO), event("b", 1, LONG_AGO), unreadable("c", 1)));
            objects.put("events/2", new byte[0]);
            List<String> failures = new ArrayList<>(List.of("down"));
            ArchiveHistory history = history(SMALL, record -> {
                if (!failures.isEmpty()) {
                    throw new PortException(failures.remove(0));
                }
                broken.add(record);
            });
            Page<Envelope<?>> first = history.read(Optional.empty(), 1);

            assertThatThrownBy(() -> history.read(first.next(), 5)).hasMessage("down");
            Page<Envelope<?>> rest = history.read(first.next(), 5);
            Page<Envelope<?>> again = history.read(Optional.empty(), 1);

            assertThat(revisions(rest.items())).isEqualTo(Map.of("b", List.of(1L)));
            assertThat(again).isEqualTo(first);
            assertThat(broken).hasSize(1);
            assertThat(objects.opened()).containsExactly("events/1", "events/2");
        }

        @Test
        void is_read_from_its_beginning_for_a_place_that_an_earlier_release_wrote() {
            put("events/1", List.of(event("a", 1, LONG_AGO), event("b", 1, LONG_AGO)));

            assertThat(history().read(Optional.of("0/1/1/a"), 9).items()).hasSize(2);
        }
    }

    @Nested
    class Temporary_files {
        @Test
        void are_needed_only_for_what_exceeds_the_memory() throws IOException {
            shuffled(new Random(1));
            ArchiveHistory small = history(new ArchiveSort.Limits(100_000, 100));
            ArchiveHistory large = history();

            assertThat(small.read(Optional.empty(), 1).items()).hasSize(1);
            assertThat(large.read(Optional.empty(), 1).items()).hasSize(1);

            assertThat(small.temporaryBytes()).isPositive();
            assertThat(large.temporaryBytes()).isZero();
            small.close();
        }

        @Test
        void are_gone_when_the_history_is_closed() throws IOException {
            shuffled(new Random(1));
            ArchiveHistory history = history(SMALL);

            assertThat(history.read(Optional.empty(), 1).items()).hasSize(1);
            history.close();

            assertThat(folder).isEmptyDirectory();
            assertThat(history.temporaryBytes()).isZero();
        }

        @Test
        void are_gone_when_the_archive_cannot_be_read_to_its_end() throws IOException {
            put("events/1", List.of(event("a", 1, LONG_AGO), event("a", 2, LONG_AGO)));
            objects.put("events/2", new byte[] {0x1f, (byte) 0x8b, 1});
            ArchiveHistory history = history(SMALL);

            assertThatThrownBy(() -> history.read(Optional.empty(), 1)).isInstanceOf(PortException.class);

            assertThat(folder).isEmptyDirectory();
            assertThat(history.temporaryBytes()).isZero();
        }

        @Test
        void are_gone_when_the_reader_is_interrupted() throws IOException {
            put("events/1", List.of(event("a", 1, LONG_AGO), event("a", 2, LONG_AGO)));
            ArchiveHistory history = history(SMALL);
            Thread.currentThread().interrupt();

            Throwable thrown = catchThrowable(() -> history.read(Optional.empty(), 1));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(thrown).isInstanceOf(PortException.class);
            assertThat(folder).isEmptyDirectory();
            assertThat(read(history, 9)).hasSize(2);
        }

        @Test
        void that_cannot_be_written_are_a_port_that_fails_and_says_what_to_do() {
            put("events/1", List.of(event("a", 1, LONG_AGO)));
            ArchiveHistory history = new ArchiveHistory(
                    archive(), CODEC, COMPLETE, broken::add, folder.resolve("missing"), new ArchiveSort.Limits(1, 2));

            assertThatThrownBy(() -> history.read(Optional.empty(), 1))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("cannot be sorted in folder")
                    .hasMessageContaining("missing")
                    .hasMessageContaining("make room or name another folder");
        }

        @Test
        void have_the_events_as_they_were_archived_and_nothing_is_decrypted() throws IOException {
            WireEvent wire = new WireEvent(Map.of("id", "1", "type", "t"), new byte[] {1, 2, 3});
            SortedRecord.Content content =
                    new SortedRecord.Content(new ArchivePlace("events/1", 7), Optional.of("key"), wire);
            SortedRecord record = SortedRecord.of(new StreamPlace("é/😀", 3, ""), 5, content);
            ByteArrayOutputStream file = new ByteArrayOutputStream();

            record.writeTo(new DataOutputStream(file));
            SortedRecord read =
                    SortedRecord.readFrom(new DataInputStream(new ByteArrayInputStream(file.toByteArray())));

            assertThat(read).isEqualTo(record);
            assertThat(read.content()).isEqualTo(content);
        }
    }

    @Test
    void a_page_of_large_events_ends_early_so_that_it_fits_into_memory() {
        List<Envelope<?>> large = new ArrayList<>();
        for (int revision = 1; revision <= 100; revision++) {
            large.add(Envelope.of(new EventId("/test", "large-" + revision), NAMED, new Named("x".repeat(100_000)))
                    .withPattern(new EventKind.Sourced(new StreamId("large"), revision)));
        }
        put("events/1", large);

        Page<Envelope<?>> page = history().read(Optional.empty(), 500);

        assertThat(page.items()).hasSizeBetween(30, 60);
        assertThat(page.next()).isPresent();
    }

    @Test
    void a_repeat_is_taken_if_the_first_record_of_the_event_cannot_be_read() {
        put("events/1", List.of(unreadable("a", 1), event("a", 2, LONG_AGO)));
        put("events/2", List.of(event("a", 1, LONG_AGO)));

        assertThat(revisions(read(history(), 9))).isEqualTo(Map.of("a", List.of(1L, 2L)));
        assertThat(broken).extracting(record -> record.position().value()).containsExactly("events/1:1");
    }

    @Test
    void another_process_goes_on_where_the_last_page_ended_although_an_object_came_meanwhile() {
        put("events/2", List.of(event("a", 1, LONG_AGO), event("b", 2, LONG_AGO)));
        Page<Envelope<?>> first = history().read(Optional.empty(), 1);

        put("events/1", List.of(event("b", 1, LONG_AGO)));
        Page<Envelope<?>> rest = history().read(first.next(), 9);

        assertThat(revisions(first.items())).isEqualTo(Map.of("a", List.of(1L)));
        assertThat(revisions(rest.items())).isEqualTo(Map.of("b", List.of(1L, 2L)));
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void what_stands_behind_a_gap_and_is_young_is_left_to_the_bus_with_all_that_follows() {
        put("events/1", List.of(event("a", 1, LONG_AGO), event("a", 2, COMPLETE)));
        put("events/2", List.of(event("a", 4, COMPLETE), event("a", 5, COMPLETE), event("b", 2, COMPLETE)));

        assertThat(revisions(read(history(), 9))).isEqualTo(Map.of("a", List.of(1L, 2L)));

        put("events/1-late", List.of(event("a", 3, COMPLETE), event("b", 1, COMPLETE)));

        assertThat(revisions(read(history(), 9)))
                .isEqualTo(Map.of("a", List.of(1L, 2L, 3L, 4L, 5L), "b", List.of(1L, 2L)));
    }

    @Test
    void a_gap_of_long_ago_is_passed_over() {
        put("events/1", List.of(event("a", 3, LONG_AGO), event("a", 5, LONG_AGO), event("a", 6, COMPLETE)));

        assertThat(revisions(read(history(), 9))).isEqualTo(Map.of("a", List.of(3L, 5L, 6L)));
    }

    @Test
    void events_without_a_stream_come_too() {
        put("events/1", List.of(plain("1"), plain("2"), event("a", 1, LONG_AGO)));

        assertThat(read(history(), 1)).hasSize(3);
    }

    @Test
    void records_that_are_no_events_are_told() {
        objects.put("events/1", "nonsense\n".getBytes(StandardCharsets.UTF_8));

        assertThat(read(history(), 9)).isEmpty();
        assertThat(broken).hasSize(1);
    }

    @Test
    void an_archive_that_cannot_be_read_is_a_port_that_fails() {
        objects.fail("down");

        assertThatThrownBy(() -> read(history(), 9))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("down");
    }

    private ArchiveHistory history() {
        return history(ArchiveSort.Limits.ofThisProcess());
    }

    private ArchiveHistory history(ArchiveSort.Limits limits) {
        return history(limits, broken::add);
    }

    private ArchiveHistory history(ArchiveSort.Limits limits, Consumer<Delivery.Undecodable> to) {
        return new ArchiveHistory(archive(), CODEC, COMPLETE, to, folder, limits);
    }

    private Archive archive() {
        return Archive.of(objects, "events/", new JsonLines());
    }

    private static List<Envelope<?>> read(ArchiveHistory history, int limit) {
        List<Envelope<?>> events = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Page<Envelope<?>> page = history.read(next, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            events.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        history.close();
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
            lines.writeBytes((event.data() instanceof Text ? TEXTS : CODEC).encode(event));
            lines.write('\n');
        }
        objects.put(object, lines.toByteArray());
    }

    /** An event whose data is not what its type says. */
    private static Envelope<?> unreadable(String stream, long revision) {
        return Envelope.of(new EventId("/test", stream + "-" + revision), COUNTED, new Text("none"))
                .withPattern(new EventKind.Sourced(new StreamId(stream), revision))
                .withTime(LONG_AGO.atOffset(ZoneOffset.UTC));
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
