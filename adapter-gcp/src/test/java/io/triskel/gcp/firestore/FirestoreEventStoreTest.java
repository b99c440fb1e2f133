package io.triskel.gcp.firestore;

import static io.triskel.gcp.firestore.LocalFirestore.COLLECTIONS;
import static io.triskel.gcp.firestore.Remarks.command;
import static io.triskel.gcp.firestore.Remarks.remark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.cloud.firestore.DocumentReference;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.gcp.firestore.Remarks.Remarked;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.spi.Change;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no contract asks of the event store; that all stores keep their contracts is shown by {@code loadtest/target-gcp}. */
@ExtendWith(LocalFirestore.class)
class FirestoreEventStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Calls calls = new Calls();
    private final DocumentCollection documents;
    private final FirestoreEventStore store;
    private final FirestoreEventStore other;
    private final StreamId stream = new StreamId("stream-" + UUID.randomUUID());

    FirestoreEventStoreTest(LocalFirestore.Running local) {
        InstantSource clock = InstantSource.fixed(NOW);
        this.documents = new DocumentCollection(local.client(), COLLECTIONS.streams());
        this.store = new FirestoreEventStore(local.client(calls), COLLECTIONS, Remarks.codec(), clock);
        this.other = new FirestoreEventStore(local.client(), COLLECTIONS, Remarks.codec(), clock);
    }

    @Nested
    class A_large_append {
        @Test
        void of_99_events_and_almost_350_kib_is_one_document() {
            List<Envelope<Remarked>> events = IntStream.range(0, 99)
                    .mapToObj(i -> remark("x".repeat(3_200)))
                    .toList();

            AppendResult result = store.append(stream, Expectation.noStream(), events, command());

            assertThat(result).isEqualTo(new AppendResult.Committed(1, 99));
            assertThat(calls.made()).containsExactly("Commit");
            EventPage page = other.read(stream, 0, 200);
            assertThat(page.events()).hasSize(99);
            assertThat(page.commits()).hasSize(1);
            assertThat(page.lastRevision()).isEqualTo(99);
        }

        @Test
        void of_one_event_as_large_as_they_get_is_read_back() {
            Envelope<Remarked> event = remark("界".repeat(80_000));

            store.append(stream, Expectation.noStream(), List.of(event), command());

            assertThat(other.read(stream, 0, 1).events().get(0).data()).isEqualTo(event.data());
        }
    }

    @Nested
    class An_appender_that_stalled_before_its_commit {
        @Test
        void loses_to_one_who_was_faster() {
            append(0);
            calls.beforeNextCommit(() -> other.append(stream, Expectation.exactly(1), List.of(remark("1")), command()));

            AppendResult result = append(1);

            assertThat(result).isEqualTo(new AppendResult.Conflict(2));
        }

        @Test
        void finds_its_own_commit_if_another_process_made_it_meanwhile() {
            CommandId command = command();
            List<Envelope<Remarked>> events = List.of(remark("once"));
            calls.beforeNextCommit(() -> other.append(stream, Expectation.noStream(), events, command));

            AppendResult result = store.append(stream, Expectation.noStream(), events, command);

            assertThat(result).isEqualTo(new AppendResult.Repeated(1, 1));
            assertThat(other.read(stream, 0, 10).events()).hasSize(1);
        }
    }

    @Nested
    class A_finish {
        @Test
        void leaves_the_mark_of_a_commit_that_it_has_not_seen() {
            append(0);
            DispatchLease lease = lease();
            calls.beforeNextCommit(() -> other.append(stream, Expectation.exactly(1), List.of(remark("1")), command()));

            store.finish(lease, 1, List.of());

            assertThat(dirty()).isTrue();
            assertThat(lease().dispatchedTo()).isEqualTo(1);
        }

        @Test
        void gives_way_to_a_lease_that_was_taken_meanwhile() {
            append(0);
            DispatchLease lease = lease();
            calls.beforeNextCommit(() -> other.lease(stream, NOW.plus(LEASE), LEASE));

            Finish finish = store.finish(lease, 1, store.read(stream, 0, 10).commits());

            assertThat(finish).isEqualTo(Finish.FENCED);
            assertThat(other.lease(stream, NOW.plus(LEASE), LEASE)).isEmpty();
            assertThat(dirty()).isTrue();
        }

        @Test
        void takes_the_marks_off_more_commits_than_one_request_has_room_for() {
            IntStream.range(0, 450).forEach(FirestoreEventStoreTest.this::append);
            DispatchLease lease = lease();
            calls.made();

            store.finish(lease, 450, List.of());

            assertThat(calls.made()).filteredOn("Commit"::equals).hasSize(450 / 25);
            assertThat(dirty()).isFalse();
        }

        @Test
        void is_not_limited_by_the_size_of_a_transaction() {
            IntStream.range(0, 40)
                    .forEach(i -> store.append(
                            stream, Expectation.exactly(i), List.of(remark("x".repeat(250_000))), command()));

            Finish finish = store.finish(lease(), 40, List.of());

            assertThat(finish).isEqualTo(Finish.RELEASED);
            assertThat(dirty()).isFalse();
        }
    }

    @Nested
    class A_stream_that_is_put_off {
        @Test
        void has_one_mark_and_its_commits_have_none() {
            IntStream.range(0, 60).forEach(FirestoreEventStoreTest.this::append);
            DispatchLease lease = lease();

            assertThat(store.putOff(lease, 3, NOW.plus(LEASE))).isTrue();

            assertThat(dirty()).isFalse();
            assertThat(other.dirty(Outbox.bucketOf(stream), NOW.plus(LEASE), 10_000))
                    .contains(stream);
            DispatchLease next = lease();
            assertThat(next.dispatchedTo()).isEqualTo(3);
            assertThat(store.finish(next, 60, store.read(stream, 3, 100).commits()))
                    .isEqualTo(Finish.RELEASED);
            assertThat(other.dirty(Outbox.bucketOf(stream), NOW.plus(LEASE), 10_000))
                    .doesNotContain(stream);
        }
    }

    @Nested
    class Calls_are_few {
        @Test
        void for_a_stream_that_was_just_read() {
            append(0);
            publish(1);
            store.read(stream, 0, 10);
            calls.made();

            CommandId command = command();
            store.append(stream, Expectation.exactly(1), List.of(remark("second")), command);
            Commit second = new Commit(command, 2, 2);
            List<String> appending = calls.made();
            DispatchLease lease = lease();
            List<String> leasing = calls.made();
            store.finish(lease, 2, List.of(second));
            List<String> finishing = calls.made();

            assertThat(appending).containsExactly("Commit");
            assertThat(leasing).containsExactly("Commit", "RunQuery");
            assertThat(finishing).containsExactly("Commit");
        }

        @Test
        void to_read_a_stream_to_its_end_and_from_within_a_commit() {
            store.append(stream, Expectation.noStream(), List.of(remark("1"), remark("2")), command());
            append(2);
            calls.made();

            EventPage whole = store.read(stream, 0, 10);
            List<String> toTheEnd = calls.made();
            EventPage rest = store.read(stream, 1, 10);
            List<String> fromWithin = calls.made();

            assertThat(whole.events()).hasSize(3);
            assertThat(rest.events()).hasSize(2);
            assertThat(toTheEnd).containsExactly("RunQuery");
            assertThat(fromWithin).containsExactly("RunQuery", "RunQuery", "BatchGetDocuments");
        }
    }

    @Test
    void a_long_stream_is_read_page_by_page_and_each_page_tells_where_it_ends() {
        IntStream.range(0, 250).forEach(this::append);

        EventPage first = other.read(stream, 0, 1_000);
        EventPage second = other.read(stream, first.events().size(), 1_000);
        EventPage third =
                other.read(stream, first.events().size() + second.events().size(), 1_000);

        assertThat(first.lastRevision()).isEqualTo(250);
        assertThat(List.of(first.more(), second.more(), third.more())).containsExactly(true, true, false);
        assertThat(first.events().size()
                        + second.events().size()
                        + third.events().size())
                .isEqualTo(250);
    }

    @Test
    void a_stream_that_lost_a_commit_is_not_read_as_if_it_had_none() {
        IntStream.range(0, 3).forEach(this::append);
        Stored second = documents.get(commit(2)).orElseThrow();
        assertThat(documents.delete(commit(2), second)).isTrue();

        assertThatIllegalStateException()
                .isThrownBy(() -> other.read(stream, 0, 10))
                .withMessageContaining("no revision 2");
    }

    @Test
    void a_repetition_is_recognised_by_another_process_after_a_hundred_appends() {
        CommandId first = command();
        List<Envelope<Remarked>> events = List.of(remark("first"));
        store.append(stream, Expectation.noStream(), events, first);
        IntStream.range(1, 100).forEach(this::append);

        AppendResult again = other.append(stream, Expectation.noStream(), events, first);

        assertThat(again).isEqualTo(new AppendResult.Repeated(1, 1));
    }

    @Test
    void behind_a_commit_of_an_older_release_the_stream_is_leased_where_its_head_is() {
        append(0);
        publish(1);
        Cells unsaid = new Cells().text("dispatchedTo", Optional.empty());
        documents.step(commit(1), there -> Change.write(unsaid, true));

        LeasedAppend appended =
                other.append(stream, Expectation.exactly(1), List.of(remark("late")), command(), NOW, LEASE);
        DispatchLease second = appended.lease().get().orElseThrow();

        assertThat(second.isClaim()).isFalse();
        assertThat(second.dispatchedTo()).isEqualTo(1);
    }

    private DocumentReference commit(long first) {
        return new StreamDocuments(documents).at(stream, first);
    }

    private AppendResult append(long expected) {
        return store.append(stream, Expectation.exactly(expected), List.of(remark("at " + expected)), command());
    }

    private DispatchLease lease() {
        return store.lease(stream, NOW, LEASE).orElseThrow();
    }

    private void publish(long last) {
        DispatchLease lease = lease();
        assertThat(store.finish(lease, last, List.of())).isEqualTo(Finish.RELEASED);
        assertThat(dirty()).isFalse();
    }

    private boolean dirty() {
        return other.dirty(Outbox.bucketOf(stream), NOW, 10_000).contains(stream);
    }
}
