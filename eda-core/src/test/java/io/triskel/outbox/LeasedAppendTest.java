package io.triskel.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.RejectionCause;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A handler whose store takes the stream's lease with the append. */
class LeasedAppendTest {
    private static final StreamId A = new StreamId("a");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final TestBus bus = new TestBus();
    private final Leasing store = new Leasing();
    private final Dispatcher dispatcher = Dispatcher.builder(
                    store,
                    store,
                    OrderedPublisher.builder(bus, Facts.codec()).clock(clock).build())
            .clock(clock)
            .lease(LEASE)
            .build();
    private final CommandHandler<String, Integer, Facts.Fact> handler = CommandHandler.builder(
                    Decider.<String, Integer, Facts.Fact>of(
                            0, (text, count) -> List.of(new Facts.Fact(text)), (count, fact) -> count + 1),
                    store,
                    Facts.codec().types(),
                    "/facts")
            .clock(clock)
            .dispatcher(dispatcher)
            .build();

    @Test
    void its_commit_is_published_without_asking_for_the_lease() {
        assertThat(handler.handle(A, "one", "first")).isInstanceOf(CommandResult.Done.class);
        assertThat(handler.handle(A, "two", "second")).isInstanceOf(CommandResult.Done.class);

        assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
        assertThat(store.asked).containsExactly("append", "finish", "append", "finish");
        assertThat(store.right.dirty(Outbox.bucketOf(A), now, 9)).isEmpty();
    }

    @Test
    void a_commit_behind_others_that_are_not_published_waits_for_none_of_them() {
        Facts.commit(store.right, A, 2);

        assertThat(handler.handle(A, "one", "third")).isInstanceOf(CommandResult.Done.class);

        assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_refused_lease_is_marked_and_its_holder_publishes() {
        Facts.commit(store.right, A, 1);
        bus.before = () -> {
            bus.before = () -> {};
            assertThat(handler.handle(A, "one", "second")).isInstanceOf(CommandResult.Done.class);
        };

        dispatcher.dispatch(A, Deadline.in(Duration.ofMinutes(1), clock));

        assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
        assertThat(store.asked).containsExactly("lease", "append", "finish", "finish");
    }

    @Test
    void a_repeated_command_publishes_what_its_first_sender_could_not() {
        assertThat(store.right.append(
                        A,
                        Expectation.noStream(),
                        List.of(Envelope.of(new EventId("/facts", "e1"), Facts.TYPE, new Facts.Fact("first"))),
                        new CommandId("one")))
                .isInstanceOf(AppendResult.Committed.class);

        CommandResult<Facts.Fact> again = handler.handle(A, "one", "first");

        assertThat(again)
                .isInstanceOfSatisfying(
                        CommandResult.Done.class,
                        done -> assertThat(done.repeated()).isTrue());
        assertThat(bus.revisionsOf(A)).containsExactly(1L);
    }

    @Test
    void a_repeated_command_whose_sender_waits_for_a_reply_is_answered_again() {
        Metadata waits = Metadata.empty().withExtension(Metadata.REPLY_TO, ExtensionValue.of("saga/1/1/command"));
        assertThat(handler.handle(A, new CommandId("one"), "first", waits)).isInstanceOf(CommandResult.Done.class);

        assertThat(handler.handle(A, new CommandId("one"), "first", waits)).isInstanceOf(CommandResult.Done.class);

        assertThat(bus.revisionsOf(A)).containsExactly(1L, 1L);
        assertThat(bus.received.get(1)).isEqualTo(bus.received.get(0));
    }

    @Test
    void a_repeated_command_is_not_answered_again_if_nobody_waits_for_a_reply() {
        assertThat(handler.handle(A, "one", "first")).isInstanceOf(CommandResult.Done.class);

        assertThat(handler.handle(A, "one", "first")).isInstanceOf(CommandResult.Done.class);

        assertThat(bus.revisionsOf(A)).containsExactly(1L);
    }

    @Test
    void an_answer_that_the_bus_does_not_accept_again_is_the_ports_failure_and_the_command_comes_again() {
        Metadata waits = Metadata.empty().withExtension(Metadata.REPLY_TO, ExtensionValue.of("saga/1/1/command"));
        assertThat(handler.handle(A, new CommandId("one"), "first", waits)).isInstanceOf(CommandResult.Done.class);
        bus.answer = event -> BusResult.failed(RejectionCause.THROTTLED, "too much");

        assertThatThrownBy(() -> handler.handle(A, new CommandId("one"), "first", waits))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("too much");

        bus.answer = event -> BusResult.ok("p");
        assertThat(handler.handle(A, new CommandId("one"), "first", waits)).isInstanceOf(CommandResult.Done.class);
        assertThat(bus.revisionsOf(A)).containsExactly(1L, 1L);
    }

    /** Takes the lease along, and notes what else it is asked for. */
    private static final class Leasing implements EventStore, Outbox, LeasingAppender {
        private final InMemoryEventStore right = InMemoryEventStore.ofObjects();
        private final List<String> asked = new ArrayList<>();

        @Override
        public LeasedAppend append(
                StreamId stream,
                Expectation expected,
                List<? extends Envelope<?>> events,
                CommandId commandId,
                Instant at,
                Duration duration) {
            asked.add("append");
            AppendResult result = right.append(stream, expected, events, commandId);
            return new LeasedAppend(
                    result,
                    () -> result instanceof AppendResult.Committed
                            ? right.lease(stream, at, duration)
                            : Optional.empty());
        }

        @Override
        public AppendResult append(
                StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
            return right.append(stream, expected, events, commandId);
        }

        @Override
        public EventPage read(StreamId stream, long afterRevision, int limit) {
            return right.read(stream, afterRevision, limit);
        }

        @Override
        public List<StreamId> dirty(int bucket, Instant at, int limit) {
            return right.dirty(bucket, at, limit);
        }

        @Override
        public Optional<DispatchLease> lease(StreamId stream, Instant at, Duration duration) {
            asked.add("lease");
            return right.lease(stream, at, duration);
        }

        @Override
        public boolean advance(DispatchLease lease, long dispatchedTo) {
            return right.advance(lease, dispatchedTo);
        }

        @Override
        public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
            asked.add("finish");
            return right.finish(lease, dispatchedTo, commits);
        }

        @Override
        public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
            return right.putOff(lease, dispatchedTo, dirtyFrom);
        }
    }
}
