package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An archive comes back, in order and in steps. */
class ArchiveReplayTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final Deadline LATER = Deadline.in(Duration.ofMinutes(1), CLOCK);

    private final StoredObjects objects = new StoredObjects();
    private final ArchiveReplay replay =
            new ArchiveReplay(Archive.of(objects, "events/", new JsonLines()), CODEC, CLOCK);
    private final Recorder publisher = new Recorder();
    private final List<Delivery.Undecodable> broken = new ArrayList<>();

    record Counted(int n) {}

    private ArchiveReport publish(ArchivePosition after, int limit) {
        return replay.publish(publisher, broken::add, after, limit, LATER);
    }

    @Nested
    class Into_a_publisher {
        @Test
        void objects_come_in_the_order_of_their_names_compressed_or_not() throws IOException {
            store("events/2026/01/02-b.gz", gzip(lines(3, 5)));
            store("events/2026/01/01-a", lines(1, 2));
            store("events/2026/01/03-c.gz", gzip(lines(6, 6)));
            store("errors/2026/01/01-a", "no part of it");

            ArchiveReport report = publish(ArchivePosition.beginning(), 100);

            assertThat(publisher.ids()).containsExactly("1", "2", "3", "4", "5", "6");
            assertThat(report)
                    .isEqualTo(new ArchiveReport(
                            6, 0, ArchivePosition.at("events/2026/01/03-c.gz", 1), true, Optional.empty()));
        }

        @Test
        void data_stays_as_it_was_archived() {
            store("events/a", lines(1, 1));

            publish(ArchivePosition.beginning(), 100);

            assertThat(publisher.events)
                    .<Object>extracting(Envelope::data)
                    .singleElement()
                    .isInstanceOf(EncodedData.class);
        }

        @Test
        void a_run_that_reached_its_limit_is_continued_in_the_middle_of_an_object() throws IOException {
            store("events/a", gzip(lines(1, 5)));
            store("events/b", lines(6, 7));

            ArchiveReport first = publish(ArchivePosition.beginning(), 3);
            assertThat(first.position()).isEqualTo(ArchivePosition.at("events/a", 3));
            assertThat(first.finished()).isFalse();
            ArchiveReport second = publish(reread(first), 3);
            ArchiveReport third = publish(reread(second), 3);

            assertThat(publisher.ids()).containsExactly("1", "2", "3", "4", "5", "6", "7");
            assertThat(third.finished()).isTrue();
            assertThat(third.done()).isEqualTo(1);
        }

        @Test
        void an_archive_that_has_grown_is_continued() {
            store("events/a", lines(1, 2));
            ArchiveReport first = publish(ArchivePosition.beginning(), 100);
            store("events/b", lines(3, 3));

            publish(reread(first), 100);

            assertThat(publisher.ids()).containsExactly("1", "2", "3");
        }

        @Test
        void more_lines_than_a_batch_and_more_objects_than_a_page_come_whole() {
            store("events/a", lines(1, 1_200));
            for (int i = 1_201; i <= 2_300; i++) {
                store("events/b%04d".formatted(i), lines(i, i));
            }

            ArchiveReport report = publish(ArchivePosition.beginning(), 10_000);

            assertThat(report.finished()).isTrue();
            assertThat(publisher.ids())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 2_300)
                            .mapToObj(String::valueOf)
                            .toList());
        }

        @Test
        void a_line_that_is_no_event_is_handed_over_and_passed_over() {
            store("events/a", line(1) + "\n\nnonsense\n" + line(2) + "\n");

            ArchiveReport report = publish(ArchivePosition.beginning(), 100);

            assertThat(publisher.ids()).containsExactly("1", "2");
            assertThat(broken).extracting(Delivery::position).containsExactly(new Position("events/a:3"));
            assertThat(report.done()).isEqualTo(3);
            assertThat(report.broken()).isEqualTo(1);
        }

        @Test
        void the_first_event_that_is_not_accepted_ends_the_run_and_begins_the_next() {
            store("events/a", line(1) + "\nnonsense\n" + line(2) + "\n" + line(3) + "\n");
            publisher.refuse("2");

            ArchiveReport first = publish(ArchivePosition.beginning(), 100);

            assertThat(first.finished()).isFalse();
            assertThat(first.position()).isEqualTo(ArchivePosition.at("events/a", 2));
            assertThat(first.problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("events/a:3", "throttled", "too fast"));
            publisher.refuseNothing();
            ArchiveReport second = publish(reread(first), 100);
            assertThat(second.finished()).isTrue();
            assertThat(publisher.ids()).as("what was behind it comes twice").containsExactly("1", "3", "2", "3");
        }

        @Test
        void nothing_is_begun_once_the_deadline_has_passed() {
            store("events/a", lines(1, 2));

            ArchiveReport report = replay.publish(
                    publisher, broken::add, ArchivePosition.beginning(), 100, new Deadline(CLOCK.instant()));

            assertThat(report).isEqualTo(new ArchiveReport(0, 0, ArchivePosition.beginning(), false, Optional.empty()));
            assertThat(publisher.events).isEmpty();
        }

        @Test
        void an_object_that_was_cut_off_is_a_problem_until_it_is_passed_over() throws IOException {
            byte[] whole = gzip(lines(1, 2_000));
            store("events/a", Arrays.copyOf(whole, whole.length - 9));
            store("events/b", lines(3_000, 3_000));

            ArchiveReport cut = publish(ArchivePosition.beginning(), 10_000);

            assertThat(cut.finished()).isFalse();
            assertThat(cut.problem()).hasValueSatisfying(why -> assertThat(why).contains("events/a"));
            assertThat(cut.done()).as("what it still has").isGreaterThan(1_500);
            ArchiveReport on = publish(cut.position().passing("events/a"), 10_000);
            assertThat(on.finished()).isTrue();
            assertThat(publisher.ids()).endsWith("3000");
        }

        @Test
        void an_object_that_the_archive_has_dropped_since_does_not_stop_the_next_run() {
            store("events/b", lines(1, 1));

            ArchiveReport report = publish(ArchivePosition.at("events/a", 7), 100);

            assertThat(report.finished()).isTrue();
            assertThat(publisher.ids()).containsExactly("1");
        }

        @Test
        void objects_that_cannot_be_listed_are_a_problem_and_nothing_thrown() {
            objects.fail("no such bucket");

            ArchiveReport report = publish(ArchivePosition.beginning(), 10);

            assertThat(report.problem()).contains("no such bucket");
            assertThat(report.finished()).isFalse();
        }

        @Test
        void an_object_without_records_is_not_read_again() {
            store("events/a", lines(1, 1));
            store("events/b", "\n");

            ArchiveReport report = publish(ArchivePosition.beginning(), 10);

            assertThat(report.position()).isEqualTo(ArchivePosition.at("events/b", 0));
            assertThat(report.finished()).isTrue();
        }
    }

    @Nested
    class Into_a_consumer {
        private final List<Integer> seen = new ArrayList<>();
        private final Set<Integer> failing = new HashSet<>();
        private final InMemoryParkingLot parked = new InMemoryParkingLot();
        private final EventConsumer totals = EventConsumer.named("totals")
                .on(
                        COUNTED,
                        Counted.class,
                        (event, handling) -> count(event.data().n()))
                .parkingLot(parked)
                .build();
        private final BatchProcessor processor =
                BatchProcessor.of(totals).codec(CODEC).clock(CLOCK).build();

        private void count(int n) {
            if (failing.contains(n)) {
                throw new IllegalStateException("told to fail");
            }
            seen.add(n);
        }

        @Test
        void all_lines_are_settled_in_order_and_decoded() throws IOException {
            store("events/a.gz", gzip(lines(1, 3)));
            store("events/b", lines(4, 5));

            ArchiveReport report = replay.process(processor, ArchivePosition.beginning(), 100, LATER);

            assertThat(report.finished()).isTrue();
            assertThat(seen).containsExactly(1, 2, 3, 4, 5);
        }

        @Test
        void a_line_that_is_no_event_is_parked_with_its_bytes() {
            store("events/a", line(1) + "\nnonsense\n" + line(2) + "\n");

            ArchiveReport report = replay.process(processor, ArchivePosition.beginning(), 100, LATER);

            assertThat(report)
                    .isEqualTo(new ArchiveReport(3, 1, ArchivePosition.at("events/a", 3), true, Optional.empty()));
            assertThat(seen).containsExactly(1, 2);
        }

        @Test
        void the_first_line_that_is_not_settled_ends_the_run_and_begins_the_next() {
            store("events/a", lines(1, 3));
            failing.add(2);

            ArchiveReport first = replay.process(processor, ArchivePosition.beginning(), 100, LATER);
            failing.clear();
            ArchiveReport second = replay.process(processor, reread(first), 100, LATER);

            assertThat(first.position()).isEqualTo(ArchivePosition.at("events/a", 1));
            assertThat(first.problem()).contains("events/a:2 is not settled");
            assertThat(second.finished()).isTrue();
            assertThat(new HashSet<>(seen)).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    private void store(String object, String content) {
        store(object, content.getBytes(StandardCharsets.UTF_8));
    }

    private void store(String object, byte[] content) {
        objects.put(object, content);
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(n -> line(n) + "\n").collect(Collectors.joining());
    }

    private static String line(int n) {
        Envelope<Counted> event = Envelope.of(new EventId("/test", "" + n), COUNTED, new Counted(n))
                .withKey(new OrderingKey("k" + n));
        return new String(CODEC.encode(event), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Accepts all but the events that it was told to refuse, and withholds what follows these from the same view. */
    private static final class Recorder implements EventPublisher {
        final List<Envelope<?>> events;
        private final AtomicReference<String> refused;
        private final Map<OrderingKey, EventId> withheld = new HashMap<>();

        Recorder() {
            this(new ArrayList<>(), new AtomicReference<>(""));
        }

        private Recorder(List<Envelope<?>> events, AtomicReference<String> refused) {
            this.events = events;
            this.refused = refused;
        }

        void refuse(String id) {
            refused.set(id);
        }

        void refuseNothing() {
            refused.set("");
        }

        List<String> ids() {
            return events.stream().map(event -> event.id().id()).toList();
        }

        @Override
        public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> batch, Deadline deadline) {
            return CompletableFuture.completedFuture(
                    new PublishReport(batch.stream().map(this::entry).toList()));
        }

        private Entry entry(Envelope<?> event) {
            OrderingKey key = event.key().orElseThrow();
            if (withheld.containsKey(key)) {
                return new Entry.Withheld(event, withheld.get(key));
            }
            if (event.id().id().equals(refused.get())) {
                withheld.put(key, event.id());
                return new Entry.Rejected(event, RejectionCause.THROTTLED, "too fast");
            }
            events.add(event);
            return new Entry.Accepted(event, "here");
        }

        @Override
        public void resume(OrderingKey key) {
            withheld.remove(key);
        }

        @Override
        public EventPublisher withOwnWithholding() {
            return new Recorder(events, refused);
        }
    }

    private static ArchivePosition reread(ArchiveReport report) {
        return ArchivePosition.parse(report.position().toString());
    }
}
