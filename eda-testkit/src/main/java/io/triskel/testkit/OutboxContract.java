package io.triskel.testkit;

import static io.triskel.testkit.Notes.command;
import static io.triskel.testkit.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.StreamId;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.publish.OrderedPublisher;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every {@link Outbox}, with the store whose commits it publishes. */
public abstract class OutboxContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant LATER = NOW.plus(LEASE);
    private static final int MANY = 10_000;

    private EventStore store;
    private Outbox outbox;

    /**
     * A store and its outbox, often the same object.
     *
     * @param events the store to append to
     * @param outbox the outbox under test
     */
    public record Stores(EventStore events, Outbox outbox) {}

    /**
     * {@return the stores under test; they may be shared}
     *
     * @param codec knows the types that the contract appends
     */
    protected abstract Stores create(EventCodec codec);

    @BeforeEach
    final void createStores() {
        Stores stores = create(Notes.codec());
        store = stores.events();
        outbox = stores.outbox();
    }

    @Test
    final void a_stream_is_dirty_in_its_bucket_after_an_append() {
        StreamId stream = streamOf(2);

        List<Integer> buckets = IntStream.range(0, Outbox.BUCKETS)
                .filter(bucket -> outbox.dirty(bucket, NOW, MANY).contains(stream))
                .boxed()
                .toList();

        assertThat(buckets).containsExactly(Outbox.bucketOf(stream));
    }

    @Test
    final void no_more_streams_are_named_than_asked_for_and_in_time_all_are() {
        List<StreamId> streams = streamsOfOneBucket(3);
        int bucket = Outbox.bucketOf(streams.get(0));

        assertThat(outbox.dirty(bucket, NOW, 2)).hasSize(2);
        assertThat(outbox.dirty(bucket, NOW, MANY)).containsAll(streams);
    }

    @Test
    final void one_holder_has_the_lease_until_it_runs_out() {
        StreamId stream = streamOf(2);

        Optional<DispatchLease> first = outbox.lease(stream, NOW, LEASE);
        Optional<DispatchLease> second = outbox.lease(stream, LATER.minusMillis(1), LEASE);
        Optional<DispatchLease> third = outbox.lease(stream, LATER, LEASE);

        assertThat(first).get().extracting(DispatchLease::stream).isEqualTo(stream);
        assertThat(first).get().extracting(DispatchLease::dispatchedTo).isEqualTo(0L);
        assertThat(first).get().extracting(DispatchLease::until).isEqualTo(LATER);
        assertThat(second).isEmpty();
        assertThat(third.orElseThrow().fence())
                .isGreaterThan(first.orElseThrow().fence());
    }

    @Test
    final void a_clock_that_goes_back_makes_a_lease_longer_and_no_fence_lower() {
        StreamId stream = streamOf(2);
        DispatchLease ahead = lease(stream, LATER);

        Optional<DispatchLease> early = outbox.lease(stream, NOW, LEASE);
        boolean advanced = outbox.advance(ahead, 1);
        outbox.putOff(ahead, 1, NOW);
        DispatchLease behind = lease(stream, NOW);

        assertThat(early).isEmpty();
        assertThat(advanced).isTrue();
        assertThat(behind.fence()).isGreaterThan(ahead.fence());
        assertThat(outbox.advance(ahead, 2)).isFalse();
        assertThat(behind.dispatchedTo()).isEqualTo(1);
    }

    @Test
    final void of_16_racing_holders_one_gets_the_lease() {
        StreamId stream = streamOf(1);

        List<Optional<DispatchLease>> leases = Race.of(16, i -> outbox.lease(stream, NOW, LEASE));

        assertThat(leases).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    final void there_is_no_lease_of_a_stream_that_does_not_exist() {
        StreamId there = streamOf(1);

        assertThat(outbox.lease(Notes.stream(), NOW, LEASE)).isEmpty();
        assertThat(outbox.lease(there, NOW, LEASE)).isPresent();
    }

    @Test
    final void a_lease_that_is_given_back_can_be_taken_at_once() {
        StreamId stream = streamOf(2);
        DispatchLease first = lease(stream, NOW);

        outbox.putOff(first, 0, NOW);

        assertThat(outbox.lease(stream, NOW, LEASE).orElseThrow().fence()).isGreaterThan(first.fence());
    }

    @Test
    final void the_next_holder_goes_on_where_the_last_one_was() {
        StreamId stream = streamOf(5);
        DispatchLease first = lease(stream, NOW);

        boolean advanced = outbox.advance(first, 3);

        assertThat(advanced).isTrue();
        assertThat(lease(stream, LATER).dispatchedTo()).isEqualTo(3);
    }

    @Test
    final void a_holder_that_was_taken_over_records_nothing() {
        StreamId stream = streamOf(5);
        DispatchLease stalled = lease(stream, NOW);
        DispatchLease second = lease(stream, LATER);

        boolean advanced = outbox.advance(stalled, 3);

        assertThat(advanced).isFalse();
        assertThat(outbox.finish(stalled, 3, List.of())).isEqualTo(Finish.FENCED);
        assertThat(outbox.putOff(stalled, 3, NOW)).isFalse();
        assertThat(outbox.putOff(second, 0, LATER)).isTrue();
        assertThat(lease(stream, LATER).dispatchedTo()).isZero();
    }

    @Test
    final void what_is_recorded_never_goes_back() {
        StreamId stream = streamOf(5);
        DispatchLease held = lease(stream, NOW);
        outbox.advance(held, 4);

        boolean back = outbox.advance(held, 2);
        outbox.finish(held, 2, List.of());

        assertThat(back).isFalse();
        assertThat(lease(stream, LATER).dispatchedTo()).isEqualTo(4);
    }

    @Test
    final void a_stream_that_is_published_to_its_end_is_dirty_no_more() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);
        boolean before = isDirty(stream, NOW);

        Finish finish = outbox.finish(held, 2, commitsOf(stream));

        assertThat(before).isTrue();
        assertThat(finish).isEqualTo(Finish.RELEASED);
        assertThat(isDirty(stream, LATER)).isFalse();
    }

    @Test
    final void a_finish_records_and_gives_back_at_once() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);

        outbox.finish(held, 2, commitsOf(stream));

        DispatchLease next = lease(stream, NOW);
        assertThat(next.dispatchedTo()).isEqualTo(2);
        assertThat(next.fence()).isGreaterThan(held.fence());
    }

    @Test
    final void a_finish_finds_the_commits_that_earlier_holders_published() {
        StreamId stream = streamOf(2);
        assertThat(store.append(stream, Expectation.exactly(2), notes("second"), command()))
                .isInstanceOf(AppendResult.Committed.class);
        outbox.advance(lease(stream, NOW), 2);
        DispatchLease held = lease(stream, LATER);

        outbox.finish(held, 3, store.read(stream, 2, MANY).commits());

        assertThat(isDirty(stream, LATER)).isFalse();
    }

    @Test
    final void a_finish_without_commits_finds_what_is_published() {
        StreamId stream = streamOf(2);
        outbox.advance(lease(stream, NOW), 2);
        DispatchLease held = lease(stream, LATER);

        outbox.finish(held, 2, List.of());

        assertThat(isDirty(stream, LATER)).isFalse();
    }

    @Test
    final void a_lease_that_others_wanted_is_given_back_only_after_one_more_look() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);
        List<Commit> commits = commitsOf(stream);
        assertThat(store.append(stream, Expectation.exactly(2), notes("late"), command()))
                .isInstanceOf(AppendResult.Committed.class);
        Optional<DispatchLease> refused = outbox.lease(stream, NOW, LEASE);

        Finish first = outbox.finish(held, 2, commits);
        Optional<DispatchLease> meanwhile = outbox.lease(stream, NOW.plusMillis(1), LEASE);
        Finish second = outbox.finish(held, 3, store.read(stream, 2, MANY).commits());
        Finish third = outbox.finish(held, 3, List.of());

        assertThat(refused).isEmpty();
        assertThat(first).isEqualTo(Finish.MORE);
        assertThat(meanwhile).as("the lease is still held, and marked again").isEmpty();
        assertThat(second).isEqualTo(Finish.MORE);
        assertThat(third).isEqualTo(Finish.RELEASED);
        assertThat(isDirty(stream, LATER)).isFalse();
        assertThat(lease(stream, NOW).dispatchedTo()).isEqualTo(3);
    }

    @Test
    final void what_a_marked_lease_has_published_is_recorded_although_its_holder_dies() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);
        assertThat(store.append(stream, Expectation.exactly(2), notes("late"), command()))
                .isInstanceOf(AppendResult.Committed.class);
        outbox.lease(stream, NOW, LEASE);

        outbox.finish(held, 2, commitsOf(stream).subList(0, 1));

        assertThat(isDirty(stream, LATER)).isTrue();
        DispatchLease next = lease(stream, LATER);
        assertThat(next.dispatchedTo()).isEqualTo(2);
        assertThat(outbox.finish(next, 3, store.read(stream, 2, MANY).commits()))
                .as("the mark was the dead holder's")
                .isEqualTo(Finish.RELEASED);
        assertThat(isDirty(stream, LATER)).isFalse();
    }

    @Test
    final void a_marked_lease_is_given_back_by_a_holder_that_cannot_go_on() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);
        outbox.lease(stream, NOW, LEASE);

        boolean released = outbox.putOff(held, 1, NOW);

        assertThat(released).isTrue();
        assertThat(isDirty(stream, NOW)).isTrue();
        assertThat(lease(stream, NOW).dispatchedTo()).isEqualTo(1);
    }

    @Test
    final void of_two_that_commit_at_the_same_time_one_publishes_for_both() {
        StreamId first = streamOf(1);
        Stores anew = create(Notes.codec());
        boolean shared = anew.events().read(first, 0, 1).lastRevision() > 0;
        BusThatTakesAll bus = new BusThatTakesAll();
        List<CommandHandler<String, Integer, Notes.Noted>> writers =
                List.of(writer(new Stores(store, outbox), bus), writer(shared ? anew : new Stores(store, outbox), bus));

        for (int round = 0; round < 40; round++) {
            StreamId stream = Notes.stream();

            List<CommandResult<Notes.Noted>> results = Race.of(
                    2, i -> writers.get(i).handle(stream, Notes.command().value(), "note"));

            assertThat(results).allMatch(CommandResult.Done.class::isInstance);
            assertThat(isDirty(stream, LATER))
                    .as("waits for a drainer, round " + round)
                    .isFalse();
            assertThat(lease(stream, NOW).dispatchedTo()).isEqualTo(2);
            assertThat(bus.taken())
                    .as("each event is published once, round " + round)
                    .isEqualTo(2 * (round + 1));
        }
    }

    /** One process of an application, which publishes right after each commit. */
    private static CommandHandler<String, Integer, Notes.Noted> writer(Stores stores, BusThatTakesAll bus) {
        InstantSource clock = InstantSource.fixed(NOW);
        OrderedPublisher publisher =
                OrderedPublisher.builder(bus, Notes.codec()).clock(clock).build();
        Decider<String, Integer, Notes.Noted> decider =
                Decider.of(0, (text, count) -> List.of(new Notes.Noted(text)), (count, event) -> count + 1);
        return CommandHandler.builder(decider, stores.events(), Notes.types(), "/testkit")
                .clock(clock)
                .dispatcher(Dispatcher.builder(stores.events(), stores.outbox(), publisher)
                        .clock(clock)
                        .lease(LEASE)
                        .build())
                .build();
    }

    @Test
    final void a_stream_that_is_not_published_to_its_end_stays_dirty() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);

        outbox.putOff(held, 1, NOW);

        assertThat(isDirty(stream, NOW)).isTrue();
    }

    @Test
    final void an_append_while_the_stream_is_published_leaves_it_dirty() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);
        List<Commit> commits = commitsOf(stream);
        assertThat(store.append(stream, Expectation.exactly(2), notes("late"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        outbox.finish(held, 2, commits);

        assertThat(isDirty(stream, NOW)).isTrue();
        assertThat(lease(stream, NOW).dispatchedTo()).isEqualTo(2);
    }

    @Test
    final void an_append_after_all_was_published_makes_the_stream_dirty_again() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);
        outbox.finish(held, 2, commitsOf(held.stream()));

        assertThat(store.append(stream, Expectation.exactly(2), notes("late"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        assertThat(isDirty(stream, NOW)).isTrue();
    }

    @Test
    final void a_stream_that_is_put_off_is_named_from_then_on_and_not_before() {
        StreamId stream = streamOf(2);
        DispatchLease held = lease(stream, NOW);

        outbox.putOff(held, 0, LATER);

        assertThat(isDirty(stream, LATER.minusMillis(1))).isFalse();
        assertThat(isDirty(stream, LATER)).isTrue();
    }

    @Test
    final void streams_that_are_put_off_do_not_hide_others() {
        List<StreamId> streams = streamsOfOneBucket(4);
        int bucket = Outbox.bucketOf(streams.get(0));
        for (StreamId stuck : streams.subList(0, 3)) {
            outbox.putOff(lease(stuck, NOW), 0, LATER);
        }

        List<StreamId> named = outbox.dirty(bucket, NOW, MANY);

        assertThat(named).contains(streams.get(3)).doesNotContainAnyElementsOf(streams.subList(0, 3));
        assertThat(outbox.dirty(bucket, NOW, 1)).isNotEmpty().doesNotContainAnyElementsOf(streams.subList(0, 3));
    }

    @Test
    final void a_holder_that_was_taken_over_gives_back_nothing() {
        StreamId stream = streamOf(2);
        DispatchLease stalled = lease(stream, NOW);
        DispatchLease second = lease(stream, LATER);

        outbox.finish(stalled, 2, commitsOf(stream));
        outbox.putOff(stalled, 2, LATER);

        assertThat(outbox.lease(stream, LATER, LEASE)).isEmpty();
        assertThat(outbox.finish(second, 2, commitsOf(stream))).isEqualTo(Finish.MORE);
        assertThat(outbox.finish(second, 2, List.of())).isEqualTo(Finish.RELEASED);
        assertThat(isDirty(stream, LATER)).isFalse();
    }

    @Test
    final void streams_of_any_name_are_published_apart() {
        String unique = Notes.stream().value();
        List<StreamId> streams = EventStoreContract.AWKWARD.stream()
                .map(odd -> new StreamId(unique + odd))
                .toList();
        streams.forEach(stream -> assertThat(store.append(stream, Expectation.noStream(), notes(2), command()))
                .isInstanceOf(AppendResult.Committed.class));

        StreamId one = streams.get(3);
        DispatchLease held = lease(one, NOW);
        outbox.finish(held, 2, commitsOf(held.stream()));

        assertThat(streams)
                .allSatisfy(stream -> assertThat(isDirty(stream, NOW)).isEqualTo(!stream.equals(one)));
    }

    private StreamId streamOf(int events) {
        StreamId stream = Notes.stream();
        assertThat(store.append(stream, Expectation.noStream(), notes(events), command()))
                .isInstanceOf(AppendResult.Committed.class);
        return stream;
    }

    private List<StreamId> streamsOfOneBucket(int count) {
        List<StreamId> streams = new ArrayList<>();
        StreamId first = Notes.stream();
        for (StreamId next = first; streams.size() < count; next = Notes.stream()) {
            if (Outbox.bucketOf(next) == Outbox.bucketOf(first)) {
                assertThat(store.append(next, Expectation.noStream(), notes(1), command()))
                        .isInstanceOf(AppendResult.Committed.class);
                streams.add(next);
            }
        }
        return streams;
    }

    private List<Commit> commitsOf(StreamId stream) {
        return store.read(stream, 0, MANY).commits();
    }

    private DispatchLease lease(StreamId stream, Instant at) {
        return outbox.lease(stream, at, LEASE).orElseThrow();
    }

    private boolean isDirty(StreamId stream, Instant at) {
        return outbox.dirty(Outbox.bucketOf(stream), at, MANY).contains(stream);
    }
}
