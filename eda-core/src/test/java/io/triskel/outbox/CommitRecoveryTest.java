package io.triskel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EncodedData;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.outbox.CommitRecovery.Report;
import io.triskel.publish.OrderedPublisher;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitRecoveryTest {
    private static final StreamId A = new StreamId("a");
    private static final StreamId B = new StreamId("b");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final TestBus bus = new TestBus();
    private final InMemoryEventStore before = InMemoryEventStore.encoded(Facts.codec());

    /** As it was after the first of the commands that {@link #before} has. */
    private final InMemoryEventStore restored = InMemoryEventStore.encoded(Facts.codec());

    CommitRecoveryTest() {
        handle(before, A, "one");
        handle(before, A, "two");
        handle(before, B, "three");
        handle(before, A, "four");
        List<Envelope<?>> published = List.copyOf(bus.received);
        handle(restored, A, "one");
        bus.received.clear();
        bus.received.addAll(published);
    }

    @Test
    void a_restored_store_gets_back_what_was_published_at_its_revisions_and_of_its_commands() {
        Report report = recover(bus.received);

        assertThat(report).isEqualTo(new Report(2, 6, 0, Map.of()));
        assertThat(restored.read(A, 0, 99)).isEqualTo(before.read(A, 0, 99));
        assertThat(restored.read(B, 0, 99)).isEqualTo(before.read(B, 0, 99));
    }

    @Test
    void a_command_whose_commit_was_put_back_is_recognised() {
        recover(bus.received);

        CommandResult<Facts.Fact> again = handle(restored, A, "four");

        assertThat(again).isInstanceOf(CommandResult.Done.class);
        CommandResult.Done<Facts.Fact> done = (CommandResult.Done<Facts.Fact>) again;
        assertThat(done.repeated()).isTrue();
        assertThat(done.events()).hasSize(2);
        assertThat(restored.read(A, 0, 99).lastRevision()).isEqualTo(6);
    }

    @Test
    void what_was_put_back_is_not_published_again() {
        recover(bus.received);

        assertThat(restored.dirty(Outbox.bucketOf(A), CLOCK.instant(), 9)).isEmpty();
        assertThat(restored.dirty(Outbox.bucketOf(B), CLOCK.instant(), 9)).isEmpty();
    }

    @Test
    void a_commit_that_was_in_the_restored_store_and_is_not_on_the_bus_stays_to_be_published() {
        Facts.commit(restored, B, 3);
        Facts.commit(before, B, 1);
        List<Envelope<?>> first = List.of(restored.read(B, 0, 1).events().get(0));

        Report report = recover(first);

        assertThat(report.recovered()).isZero();
        assertThat(restored.dirty(Outbox.bucketOf(B), CLOCK.instant(), 9)).containsExactly(B);
    }

    @Test
    void repeats_and_a_publisher_that_began_again_change_nothing() {
        List<Envelope<?>> untidy = new ArrayList<>(bus.received);
        untidy.addAll(bus.received.subList(3, bus.received.size()));
        untidy.addAll(bus.received);

        Report report = recover(untidy);

        assertThat(report.recovered()).isEqualTo(6);
        assertThat(restored.read(A, 0, 99)).isEqualTo(before.read(A, 0, 99));
    }

    @Test
    void a_recovery_that_was_interrupted_begins_again() {
        CommitRecovery interrupted = recovery();
        bus.received.subList(0, 5).forEach(interrupted::take);

        recover(bus.received);

        assertThat(restored.read(A, 0, 99)).isEqualTo(before.read(A, 0, 99));
    }

    @Test
    void events_behind_one_that_the_bus_no_longer_has_are_not_put_back() {
        List<Envelope<?>> cut = bus.received.stream()
                .filter(event -> !(Facts.stream(event).equals(A) && Facts.revision(event) == 4))
                .toList();

        Report report = recover(cut);

        assertThat(report.problems()).containsOnlyKeys("a");
        assertThat(report.problems().get("a")).isEqualTo("the bus does not have revision 4, but later ones");
        assertThat(restored.read(A, 0, 99).lastRevision()).isEqualTo(3);
        assertThat(restored.read(B, 0, 99).lastRevision()).isEqualTo(2);
    }

    @Test
    void a_stream_that_was_written_to_after_the_restore_is_left_alone() {
        Facts.commit(restored, A, 1);

        Report report = recover(bus.received);

        assertThat(report.problems().get("a")).startsWith("revision 3 is not the published event ");
        assertThat(restored.read(A, 0, 99).lastRevision()).isEqualTo(3);
    }

    @Test
    void an_event_without_a_command_in_its_id_is_put_back_as_a_commit_of_its_own() {
        Envelope<?> foreign = new Envelope<>(
                new EventId("/facts", "foreign"),
                Facts.TYPE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(B.orderingKey()),
                new EventKind.Sourced(B, 1),
                Metadata.empty(),
                new EncodedData(Optional.empty(), "{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8)));

        Report report = recover(List.of(foreign));

        assertThat(report.anonymous()).isEqualTo(1);
        assertThat(restored.read(B, 0, 9).events())
                .singleElement()
                .satisfies(event -> assertThat(event.data()).isEqualTo(new Facts.Fact("x")));
    }

    @Test
    void what_another_process_appends_meanwhile_is_not_overwritten() {
        CommitRecovery recovery = recovery();
        bus.received.subList(0, 3).forEach(recovery::take);
        assertThat(restored.append(
                        A,
                        Expectation.exactly(2),
                        List.of(Envelope.of(new EventId("/facts", "other"), Facts.TYPE, new Facts.Fact("other"))),
                        new CommandId("other")))
                .isInstanceOf(AppendResult.Committed.class);

        bus.received.subList(3, bus.received.size()).forEach(recovery::take);

        assertThat(recovery.finish().problems().get("a"))
                .isEqualTo("another process writes to it: it ends at revision 3, not 2");
    }

    private Report recover(List<Envelope<?>> published) {
        CommitRecovery recovery = recovery();
        published.forEach(recovery::take);
        return recovery.finish();
    }

    private CommitRecovery recovery() {
        return new CommitRecovery(restored, restored, CLOCK);
    }

    /** Commits two events and publishes them. */
    private CommandResult<Facts.Fact> handle(InMemoryEventStore store, StreamId stream, String command) {
        Dispatcher dispatcher = Dispatcher.builder(
                        store,
                        store,
                        OrderedPublisher.builder(bus, Facts.codec())
                                .clock(CLOCK)
                                .build())
                .clock(CLOCK)
                .build();
        CommandResult<Facts.Fact> result = CommandHandler.builder(
                        Decider.<String, Integer, Facts.Fact>of(
                                0,
                                (text, count) -> List.of(new Facts.Fact(text), new Facts.Fact(text + " again")),
                                (count, fact) -> count + 1),
                        store,
                        Facts.codec().types(),
                        "/facts")
                .clock(CLOCK)
                .dispatcher(dispatcher)
                .build()
                .handle(stream, command, command);
        dispatcher.drain(9, Deadline.in(Duration.ofMinutes(1), CLOCK));
        return result;
    }
}
