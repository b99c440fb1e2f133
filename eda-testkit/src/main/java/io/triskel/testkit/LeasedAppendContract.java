package io.triskel.testkit;

import static io.triskel.testkit.Notes.command;
import static io.triskel.testkit.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every {@link LeasingAppender}, with the outbox of the same store: what it claims is published in order. */
public abstract class LeasedAppendContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant LATER = NOW.plus(LEASE);
    private static final int MANY = 10_000;

    private final StreamId stream = Notes.stream();
    private EventStore store;
    private LeasingAppender appender;
    private Outbox outbox;

    /**
     * {@return the stores under test, whose event store is a leasing appender; they may be shared}
     *
     * @param codec knows the types that the contract appends
     */
    protected abstract OutboxContract.Stores create(EventCodec codec);

    @BeforeEach
    final void createStores() {
        OutboxContract.Stores stores = create(Notes.codec());
        store = stores.events();
        outbox = stores.outbox();
        appender = (LeasingAppender) stores.events();
    }

    /** Goes on as another process, if the stores are shared. */
    private void open() {
        if (create(Notes.codec()).events().read(stream, 0, 1).lastRevision() > 0) {
            createStores();
        }
    }

    @Test
    final void what_is_appended_to_a_new_stream_is_its_appenders_to_publish() {
        DispatchLease first = claimed(0, 2);

        Optional<DispatchLease> other = outbox.lease(stream, LATER.minusMillis(1), LEASE);
        boolean before = isDirty(LATER);
        Finish once = outbox.finish(first, 2, commitsAfter(0));
        Finish twice = outbox.finish(first, 2, List.of());

        assertThat(first.until()).isEqualTo(LATER);
        assertThat(other).isEmpty();
        assertThat(before).isTrue();
        assertThat(once).as("another one was refused meanwhile").isEqualTo(Finish.MORE);
        assertThat(twice).isEqualTo(Finish.RELEASED);
        assertThat(isDirty(LATER)).isFalse();
    }

    @Test
    final void an_operator_sees_since_when_a_stream_is_unpublished_also_once_it_is_put_off() {
        DispatchLease first = claimed(0, 2);
        Optional<Instant> claimed = since(LATER);

        outbox.putOff(first, 0, LATER);
        DispatchLease drainer = lease(LATER);
        outbox.putOff(drainer, 0, LATER.plus(LEASE));
        Optional<Instant> putOff = since(LATER.plus(LEASE));
        publish(lease(LATER.plus(LEASE)), 2);

        assertThat(claimed).get().satisfies(at -> assertThat(at).isBetween(NOW, LATER));
        assertThat(putOff).contains(NOW);
        assertThat(since(LATER.plus(LEASE))).isEmpty();
    }

    private Optional<Instant> since(Instant at) {
        return outbox.unpublished(Outbox.bucketOf(stream), at, MANY).stream()
                .filter(one -> one.stream().equals(stream))
                .findFirst()
                .flatMap(Outbox.Unpublished::since);
    }

    @Test
    final void behind_what_is_published_the_next_appender_publishes_too() {
        publish(claimed(0, 2), 2);

        DispatchLease second = claimed(2, 1);
        open();
        Finish finish = outbox.finish(second, 3, commitsAfter(2));
        DispatchLease third = claimed(3, 1);

        assertThat(second.dispatchedTo()).isEqualTo(2);
        assertThat(finish).isEqualTo(Finish.RELEASED);
        assertThat(third.dispatchedTo()).isEqualTo(3);
    }

    @Test
    final void behind_what_is_not_published_yet_its_publisher_goes_on() {
        DispatchLease first = claimed(0, 1);
        List<Commit> read = commitsAfter(0);
        open();
        Optional<DispatchLease> second = append(1, 1);
        open();
        Optional<DispatchLease> third = append(2, 1);

        Finish one = outbox.finish(first, 1, read);
        Finish all = outbox.finish(first, 3, commitsAfter(1));

        assertThat(second).isEmpty();
        assertThat(third).isEmpty();
        assertThat(one).isEqualTo(Finish.MORE);
        assertThat(all == Finish.RELEASED ? all : outbox.finish(first, 3, List.of()))
                .isEqualTo(Finish.RELEASED);
        assertThat(isDirty(LATER)).isFalse();
        assertThat(lease(NOW).dispatchedTo()).isEqualTo(3);
    }

    @Test
    final void an_appender_that_was_slower_than_the_publisher_before_it_publishes_itself() {
        DispatchLease first = claimed(0, 1);
        List<Commit> read = commitsAfter(0);
        LeasedAppend slow = appended(1, 1);

        Finish finish = outbox.finish(first, 1, read);
        Optional<DispatchLease> second = slow.lease().get();

        assertThat(finish == Finish.RELEASED)
                .as("exactly one of the two publishes the second commit")
                .isEqualTo(second.isPresent());
    }

    @Test
    final void of_16_that_append_behind_each_other_each_commit_has_one_publisher() {
        for (int round = 0; round < 10; round++) {
            StreamId raced = Notes.stream();
            List<Long> published = Race.of(16, i -> appendAndPublish(raced)).stream()
                    .flatMap(List::stream)
                    .sorted()
                    .toList();

            assertThat(published).doesNotHaveDuplicates().startsWith(1L);
            assertThat(outbox.lease(raced, LATER, LEASE).orElseThrow().dispatchedTo())
                    .as("round %s: every commit is published, and recorded as that", round)
                    .isEqualTo(store.read(raced, 0, 1).lastRevision());
        }
    }

    /** Appends at the end, once, and publishes as far as it is to; returns the commits that it published. */
    private List<Long> appendAndPublish(StreamId raced) {
        List<Long> published = new ArrayList<>();
        long last = store.read(raced, 0, 1).lastRevision();
        LeasedAppend appended = appender.append(raced, Expectation.exactly(last), notes(1), command(), NOW, LEASE);
        if (appended.result() instanceof AppendResult.Committed) {
            appended.lease().get().ifPresent(lease -> {
                long sent = lease.dispatchedTo();
                Finish finish = Finish.MORE;
                while (finish == Finish.MORE) {
                    int most = lease.isClaim() ? 1 : MANY;
                    List<Commit> next = store.read(raced, sent, most).commits();
                    next.forEach(commit -> published.add(commit.first()));
                    sent += next.size();
                    finish = outbox.finish(lease, sent, next);
                }
            });
        }
        return published;
    }

    @Test
    final void what_its_appender_did_not_publish_is_listed_and_leased_once_the_claim_ran_out() {
        publish(claimed(0, 1), 1);
        DispatchLease dead = claimed(1, 2);
        open();

        assertThat(isDirty(LATER)).isTrue();
        DispatchLease next = lease(LATER);
        assertThat(next.isClaim()).isFalse();
        assertThat(next.dispatchedTo()).isEqualTo(1);
        publish(next, 3);
        assertThat(isDirty(LATER)).isFalse();
        assertThat(outbox.finish(dead, 3, commitsAfter(1)))
                .as("it was only slow, and records the same")
                .isNotEqualTo(Finish.MORE);
        assertThat(lease(LATER.plus(LEASE)).dispatchedTo()).isEqualTo(3);
    }

    @Test
    final void a_slow_appender_records_no_commit_but_those_it_published() {
        DispatchLease slow = claimed(0, 1);
        List<Commit> read = commitsAfter(0);
        DispatchLease next = lease(LATER);
        append(1, 1);

        outbox.finish(slow, 1, read);
        outbox.putOff(next, 1, LATER);

        assertThat(isDirty(LATER.plus(LEASE))).isTrue();
        assertThat(lease(LATER.plus(LEASE)).dispatchedTo()).isEqualTo(1);
    }

    @Test
    final void an_appender_that_cannot_publish_gives_its_claim_back() {
        publish(claimed(0, 1), 1);
        DispatchLease stuck = claimed(1, 2);

        assertThat(outbox.putOff(stuck, 1, NOW)).isTrue();

        assertThat(isDirty(NOW)).isTrue();
        publish(lease(NOW), 3);
        assertThat(isDirty(LATER)).isFalse();
    }

    @Test
    final void behind_a_commit_that_waits_nobody_publishes_before_it() {
        DispatchLease stuck = claimed(0, 1);
        outbox.putOff(stuck, 0, LATER);
        DispatchLease tried = lease(NOW);
        outbox.putOff(tried, 0, LATER);
        open();

        Optional<DispatchLease> next = append(1, 1);

        assertThat(next).get().extracting(DispatchLease::dispatchedTo).isEqualTo(0L);
        publish(next.orElseThrow(), 2);
        assertThat(isDirty(LATER)).isFalse();
    }

    @Test
    final void behind_a_commit_without_a_claim_its_appender_takes_the_lease() {
        assertThat(store.append(stream, Expectation.noStream(), notes(2), command()))
                .isInstanceOf(AppendResult.Committed.class);

        DispatchLease next = append(2, 1).orElseThrow();

        assertThat(next.dispatchedTo()).isZero();
        assertThat(outbox.lease(stream, NOW, LEASE)).isEmpty();
        assertThat(outbox.finish(next, 3, commitsAfter(0))).isEqualTo(Finish.MORE);
        assertThat(outbox.finish(next, 3, List.of())).isEqualTo(Finish.RELEASED);
        assertThat(isDirty(LATER)).isFalse();
    }

    @Test
    final void a_commit_without_a_claim_behind_a_claimed_one_is_its_publishers_once_wanted() {
        DispatchLease first = claimed(0, 1);
        List<Commit> read = commitsAfter(0);
        assertThat(store.append(stream, Expectation.exactly(1), notes("plain"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        Optional<DispatchLease> third = append(2, 1);

        assertThat(third).isEmpty();
        assertThat(outbox.finish(first, 1, read)).isEqualTo(Finish.MORE);
        publish(first, 3);
        assertThat(isDirty(LATER)).isFalse();
    }

    @Test
    final void a_conflict_and_a_repeat_store_and_claim_nothing() {
        CommandId once = command();
        LeasedAppend first = appender.append(stream, Expectation.noStream(), notes(1), once, NOW, LEASE);
        publish(first.lease().get().orElseThrow(), 1);
        open();

        LeasedAppend repeated = appender.append(stream, Expectation.noStream(), notes(1), once, NOW, LEASE);
        LeasedAppend conflict = appended(0, 1);

        assertThat(repeated.result()).isEqualTo(new AppendResult.Repeated(1, 1));
        assertThat(conflict.result()).isEqualTo(new AppendResult.Conflict(1));
        assertThat(isDirty(LATER)).isFalse();
    }

    private LeasedAppend appended(long after, int count) {
        return appender.append(stream, Expectation.exactly(after), notes(count), command(), NOW, LEASE);
    }

    private Optional<DispatchLease> append(long after, int count) {
        LeasedAppend appended = appended(after, count);
        assertThat(appended.result()).isEqualTo(new AppendResult.Committed(after + 1, after + count));
        return appended.lease().get();
    }

    private DispatchLease claimed(long after, int count) {
        return append(after, count).orElseThrow();
    }

    /** Records all from the lease's revision to another, until it is released. */
    private void publish(DispatchLease lease, long to) {
        Finish finish = outbox.finish(lease, to, commitsAfter(lease.dispatchedTo()));
        assertThat(finish == Finish.MORE ? outbox.finish(lease, to, List.of()) : finish)
                .isEqualTo(Finish.RELEASED);
    }

    private List<Commit> commitsAfter(long revision) {
        return store.read(stream, revision, MANY).commits();
    }

    private DispatchLease lease(Instant at) {
        return outbox.lease(stream, at, LEASE).orElseThrow();
    }

    private boolean isDirty(Instant at) {
        return outbox.dirty(Outbox.bucketOf(stream), at, MANY).contains(stream);
    }
}
