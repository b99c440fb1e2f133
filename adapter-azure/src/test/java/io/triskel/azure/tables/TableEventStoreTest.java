package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.azure.data.tables.models.TableEntity;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class TableEventStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final EventType NOTED = EventType.of("triskel.azure.noted", 1);

    private final Requests requests = new Requests();
    private final EntityTable rows;
    private final EntityTable marks;
    private final TableEventStore store;
    private final TableEventStore other;
    private final StreamId stream = new StreamId("stream-" + UUID.randomUUID());

    TableEventStoreTest(LocalTables.Running local) {
        this.rows = new EntityTable(local.service(), LocalTables.TABLES.streams());
        this.marks = new EntityTable(local.service(), LocalTables.TABLES.dirty());
        this.store =
                new TableEventStore(local.service(requests), LocalTables.TABLES, codec(), InstantSource.fixed(NOW));
        this.other = new TableEventStore(local.service(), LocalTables.TABLES, codec(), InstantSource.fixed(NOW));
    }

    record Noted(String text) {}

    @Nested
    class A_large_append {
        @Test
        void of_99_events_and_almost_350_kib_is_one_transaction() {
            List<Envelope<Noted>> events = IntStream.range(0, 99)
                    .mapToObj(i -> note("x".repeat(3_200)))
                    .toList();

            AppendResult result = store.append(stream, Expectation.noStream(), events, command());

            assertThat(result).isEqualTo(new AppendResult.Committed(1, 99));
            assertThat(requests.count()).as("put a mark, write").isEqualTo(2);
            EventPage page = other.read(stream, 0, 200);
            assertThat(page.events()).hasSize(99);
            assertThat(page.commits()).hasSize(1);
            assertThat(page.lastRevision()).isEqualTo(99);
        }

        @Test
        void of_one_event_of_several_pieces_is_read_back() {
            Envelope<Noted> event = note("界".repeat(80_000));

            store.append(stream, Expectation.noStream(), List.of(event), command());

            assertThat(other.read(stream, 0, 1).events().get(0).data()).isEqualTo(event.data());
        }
    }

    @Nested
    class An_appender_that_stalled_after_its_mark {
        @Test
        void starts_again_if_a_drainer_took_the_mark_of_a_stream_that_is_published() {
            publishAll(append(0));
            requests.beforeNextTransaction(() -> assertThat(dirty(other)).isFalse());

            AppendResult result = append(1);

            assertThat(result).isEqualTo(new AppendResult.Committed(2, 2));
            assertThat(dirty(other)).isTrue();
            assertThat(marksOfStream()).hasSize(1);
        }

        @Test
        void starts_again_if_a_drainer_took_the_mark_of_a_stream_that_is_not_there() {
            requests.beforeNextTransaction(() -> assertThat(dirty(other)).isFalse());

            AppendResult result = append(0);

            assertThat(result).isEqualTo(new AppendResult.Committed(1, 1));
            assertThat(dirty(other)).isTrue();
            assertThat(marksOfStream()).hasSize(1);
        }

        @Test
        void loses_to_one_who_was_faster_and_leaves_no_mark() {
            requests.beforeNextTransaction(
                    () -> other.append(stream, Expectation.noStream(), List.of(note("faster")), command()));

            AppendResult result = append(0);

            assertThat(result).isEqualTo(new AppendResult.Conflict(1));
            assertThat(marksOfStream()).hasSize(1);
        }
    }

    @Nested
    class A_mark_of_a_process_that_died {
        @Test
        void is_taken_away_by_whoever_finds_it() {
            publishAll(append(0));
            marks.write(Write.create(new Key(
                            "dirty~" + Outbox.bucketOf(stream),
                            KeyForm.time(NOW) + "~" + TableKeys.of(stream.value()) + "~" + Marks.stamp())
                    .entity()
                    .addProperty("stream", stream.value())));

            boolean found = dirty(other);

            assertThat(found).isFalse();
            assertThat(marksOfStream()).isEmpty();
        }
    }

    @Nested
    class Requests_are_few {
        @Test
        void for_a_stream_that_was_just_read() {
            append(0);
            publishAll(append(1));
            store.read(stream, 0, 10);
            requests.count();

            append(2);
            int appending = requests.count();
            append(3);
            int appendingToADirtyStream = requests.count();
            DispatchLease lease = store.lease(stream, NOW, LEASE).orElseThrow();
            int leasing = requests.count();
            store.advance(lease, 3);
            int advancing = requests.count();
            store.finish(lease, 4, List.of());
            int finishing = requests.count();

            assertThat(List.of(appending, appendingToADirtyStream, leasing, advancing, finishing))
                    .containsExactly(2, 1, 1, 1, 2);
        }
    }

    @Nested
    class An_append_that_takes_the_lease_along {
        private LeasedAppend appendAndLease(TableEventStore by, long expected) {
            return by.append(
                    stream, Expectation.exactly(expected), List.of(note("at " + expected)), command(), NOW, LEASE);
        }

        @Test
        void holds_it_until_it_is_given_back() {
            LeasedAppend appended = appendAndLease(store, 0);

            assertThat(appended.result()).isEqualTo(new AppendResult.Committed(1, 1));
            assertThat(other.lease(stream, NOW, LEASE)).isEmpty();
            DispatchLease lease = appended.lease().get().orElseThrow();
            assertThat(store.finish(lease, 1, List.of())).isEqualTo(Finish.MORE);
            assertThat(store.finish(lease, 1, List.of())).isEqualTo(Finish.RELEASED);
            assertThat(other.lease(stream, NOW, LEASE)).isPresent();
        }

        @Test
        void marks_the_lease_of_another_holder_by_the_same_write() {
            append(0);
            DispatchLease held = other.lease(stream, NOW, LEASE).orElseThrow();

            LeasedAppend appended = appendAndLease(store, 1);

            assertThat(appended.result()).isEqualTo(new AppendResult.Committed(2, 2));
            assertThat(appended.lease().get()).isEmpty();
            assertThat(other.finish(held, 1, List.of())).isEqualTo(Finish.MORE);
        }

        @Test
        void is_met_by_no_drain_before_the_lease_ends() {
            appendAndLease(store, 0);

            assertThat(dirty(other)).isFalse();
            assertThat(other.dirty(Outbox.bucketOf(stream), NOW.plus(LEASE), 10_000))
                    .contains(stream);
        }

        @Test
        void is_due_once_its_lease_is_released_before_all_is_published() {
            DispatchLease lease = appendAndLease(store, 0).lease().get().orElseThrow();
            append(1);

            assertThat(store.finish(lease, 1, List.of())).isEqualTo(Finish.RELEASED);

            assertThat(dirty(other)).isTrue();
        }

        @Test
        void needs_three_writes_with_the_release_where_appends_follow_each_other() {
            store.finish(appendAndLease(store, 0).lease().get().orElseThrow(), 1, List.of());
            requests.count();

            DispatchLease second = appendAndLease(store, 1).lease().get().orElseThrow();
            store.finish(second, 2, List.of());

            assertThat(requests.count()).isEqualTo(3);
            assertThat(marksOfStream()).as("only the second one's").hasSize(1);
            assertThat(other.dirty(Outbox.bucketOf(stream), NOW.plus(LEASE), 10_000))
                    .doesNotContain(stream);
            assertThat(marksOfStream()).as("the drain met it").isEmpty();
        }

        @Test
        void takes_none_if_it_stores_nothing() {
            append(0);

            LeasedAppend late = appendAndLease(store, 0);

            assertThat(late.result()).isEqualTo(new AppendResult.Conflict(1));
            assertThat(late.lease().get()).isEmpty();
            assertThat(other.lease(stream, NOW, LEASE)).isPresent();
        }
    }

    @Test
    void a_stream_that_lost_an_event_is_not_read_as_if_it_had_none() {
        append(0);
        append(1);
        append(2);
        rows.delete(new Key(TableKeys.of(stream.value()), KeyForm.number(2)));

        assertThatIllegalStateException()
                .isThrownBy(() -> other.read(stream, 0, 10))
                .withMessageContaining("Revision 2 is missing");
    }

    @Test
    void a_repetition_is_recognised_by_another_process_after_a_hundred_appends() {
        CommandId first = command();
        Envelope<Noted> event = note("first");
        store.append(stream, Expectation.noStream(), List.of(event), first);
        IntStream.range(1, 100).forEach(this::append);

        AppendResult again = other.append(stream, Expectation.noStream(), List.of(event), first);

        assertThat(again).isEqualTo(new AppendResult.Repeated(1, 1));
    }

    private AppendResult append(long expected) {
        return store.append(stream, Expectation.exactly(expected), List.of(note("at " + expected)), command());
    }

    private void publishAll(AppendResult appended) {
        long last = ((AppendResult.Committed) appended).last();
        DispatchLease lease = store.lease(stream, NOW, LEASE).orElseThrow();
        assertThat(store.finish(lease, last, List.of())).isEqualTo(Finish.RELEASED);
        assertThat(marksOfStream()).isEmpty();
    }

    private boolean dirty(TableEventStore asked) {
        return asked.dirty(Outbox.bucketOf(stream), NOW, 10_000).contains(stream);
    }

    private List<TableEntity> marksOfStream() {
        return marks
                .page(
                        "PartitionKey eq 'dirty~" + Outbox.bucketOf(stream) + "'",
                        EntityTable.MOST_ROWS,
                        Optional.empty())
                .rows()
                .stream()
                .filter(mark -> Cells.text(mark, "stream").equals(stream.value()))
                .toList();
    }

    private static EventCodec codec() {
        return EventCodec.of(TypeRegistry.builder().add(NOTED, Noted.class).build());
    }

    private static Envelope<Noted> note(String text) {
        return Envelope.of(new EventId("/azure", UUID.randomUUID().toString()), NOTED, new Noted(text));
    }

    private static CommandId command() {
        return new CommandId(UUID.randomUUID().toString());
    }
}
