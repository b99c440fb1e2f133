package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An archive whose names grow with time in each folder, but not across folders: each part has a place of its own. */
class ArchiveInFoldersTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final StoredObjects objects = new StoredObjects();
    private final ArchiveReplay replay =
            new ArchiveReplay(Archive.inFolders(objects, "hub/", new JsonLines()), CODEC, CLOCK);
    private final List<Integer> seen = new ArrayList<>();
    private final Set<Integer> failing = new HashSet<>();
    private final BatchProcessor processor = BatchProcessor.of(EventConsumer.named("totals")
                    .on(
                            COUNTED,
                            Counted.class,
                            (event, handling) -> count(event.data().n()))
                    .build())
            .codec(CODEC)
            .clock(CLOCK)
            .build();

    record Counted(int n) {}

    private void count(int n) {
        if (failing.contains(n)) {
            throw new IllegalStateException("not now");
        }
        seen.add(n);
    }

    @Test
    void parts_come_one_after_another_each_in_the_order_of_its_names() {
        store("hub/10/2026/02", 5, 5);
        store("hub/1/2026/03", 3, 4);
        store("hub/1/2026/01", 1, 2);
        store("hub/beside", 100, 100);
        store("hub2/1/2026/01", 100, 100);

        ArchiveReport report = run(ArchivePosition.beginning(), 100);

        assertThat(seen).containsExactly(1, 2, 3, 4, 5);
        assertThat(report.finished()).isTrue();
        assertThat(report.position().places())
                .containsExactly(new ArchivePlace("hub/1/2026/03", 2), new ArchivePlace("hub/10/2026/02", 1));
    }

    @Test
    void what_was_added_to_an_earlier_part_is_read_by_the_next_run() {
        store("hub/0/2026/01", 1, 1);
        store("hub/1/2026/01", 2, 2);
        ArchiveReport first = run(ArchivePosition.beginning(), 100);
        store("hub/0/2026/02", 3, 3);
        store("hub/2/2026/01", 4, 4);

        ArchiveReport second = run(first.position(), 100);

        assertThat(seen).containsExactly(1, 2, 3, 4);
        assertThat(second.done()).isEqualTo(2);
        assertThat(second.finished()).isTrue();
    }

    @Test
    void a_run_that_reached_its_limit_is_continued_where_it_was_in_its_part() {
        store("hub/0/a", 1, 5);
        store("hub/1/a", 6, 7);
        ArchivePosition position = ArchivePosition.beginning();

        for (int i = 0; i < 4; i++) {
            position = run(position, 2).position();
        }

        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void an_object_that_cannot_be_read_ends_its_part_only_until_it_is_passed_over() {
        store("hub/0/a", 1, 1);
        objects.put("hub/0/b", new byte[] {0x1f, (byte) 0x8b, 8});
        store("hub/0/c", 2, 2);
        store("hub/1/a", 3, 3);

        ArchiveReport first = run(ArchivePosition.beginning(), 100);

        assertThat(seen).containsExactly(1, 3);
        assertThat(first.finished()).isFalse();
        assertThat(first.problem()).hasValueSatisfying(why -> assertThat(why).contains("'hub/0/b' cannot be read"));
        ArchiveReport second = run(first.position().passing("hub/0/b"), 100);
        assertThat(seen).containsExactly(1, 3, 2);
        assertThat(second.finished()).isTrue();
    }

    @Test
    void a_record_that_is_not_settled_ends_the_run() {
        store("hub/0/a", 1, 2);
        store("hub/1/a", 3, 3);
        failing.add(2);

        ArchiveReport first = run(ArchivePosition.beginning(), 100);

        assertThat(first.problem()).contains("hub/0/a:2 is not settled");
        assertThat(seen).containsExactly(1);
        failing.clear();
        run(first.position(), 100);
        assertThat(seen).containsExactly(1, 2, 3);
    }

    private ArchiveReport run(ArchivePosition after, int limit) {
        return replay.process(
                processor, ArchivePosition.parse(after.toString()), limit, Deadline.in(Duration.ofMinutes(1), CLOCK));
    }

    private void store(String object, int first, int last) {
        String lines = IntStream.rangeClosed(first, last)
                .mapToObj(n -> CODEC.encode(Envelope.of(new EventId("/test", "" + n), COUNTED, new Counted(n))))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8) + "\n")
                .collect(Collectors.joining());
        objects.put(object, lines.getBytes(StandardCharsets.UTF_8));
    }
}
