package io.triskel.decide;

import static io.triskel.decide.Account.move;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.StateCodec;
import io.triskel.decide.Account.Balance;
import io.triskel.decide.Account.Move;
import io.triskel.decide.Account.Moved;
import io.triskel.event.Metadata;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryStores;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Streams with more commands than a snapshot's filter holds. */
class LongStreamsTest {
    private static final StreamId STREAM = new StreamId("account-1");
    /** With so many commands, the next snapshots put the filter's into the index. */
    private static final int NEARLY_FULL = 2_500;

    private final Account account = new Account();
    private final WatchedStore store = new WatchedStore();
    private Counted snapshots = new Counted();

    /** Counts what is asked of it, and fails once if a test says so. */
    private static final class Counted implements Snapshots {
        private final Snapshots inner = new InMemoryStores().snapshots();
        final Map<String, Snapshot> saved = new LinkedHashMap<>();
        int rowsRead;
        int bytesWritten;
        int failsAt = -1;
        int calls;

        @Override
        public Optional<Snapshot> load(StreamId stream, String fingerprint) {
            call();
            rowsRead++;
            return inner.load(stream, fingerprint);
        }

        @Override
        public void save(StreamId stream, Snapshot snapshot) {
            call();
            bytesWritten += snapshot.state().length + snapshot.olderCommands().length;
            inner.save(stream, snapshot);
            saved.put(snapshot.fingerprint(), snapshot);
        }

        private void call() {
            if (calls++ == failsAt) {
                throw new PortException("down");
            }
        }
    }

    private CommandHandlerBuilder<Move, Balance, Moved> builder() {
        return CommandHandler.builder(account, store, Account.types(), "/accounts")
                .snapshots(snapshots, StateCodec.of())
                .snapshotEvery(100, Balance.class);
    }

    private static CommandId id(int number) {
        return new CommandId("command-" + number);
    }

    private static void send(CommandHandler<Move, Balance, Moved> to, int from, int upTo, Move move) {
        for (int i = from; i <= upTo; i++) {
            assertThat(to.handle(STREAM, id(i), move, Metadata.empty()))
                    .isInstanceOfSatisfying(
                            CommandResult.Done.class,
                            done -> assertThat(done.repeated()).isFalse());
        }
    }

    /** Fast, since a remembered state is not read again. */
    private void fill(int from, int upTo) {
        send(builder().remember(1, Balance.class).build(), from, upTo, move(1));
    }

    /** Begins with the events and snapshots of another run, which is faster than deciding them again. */
    private void copy(LongStreamsTest of) {
        EventPage page = of.store.inner.read(STREAM, 0, Integer.MAX_VALUE);
        for (int i = 0; i < page.events().size(); i++) {
            assertThat(store.inner.append(
                            STREAM,
                            Expectation.exactly(i),
                            page.events().subList(i, i + 1),
                            page.commits().get(i).command()))
                    .isInstanceOf(AppendResult.Committed.class);
        }
        of.snapshots.saved.values().forEach(snapshot -> snapshots.save(STREAM, snapshot));
    }

    private void assertFirstResults(int events, int... commands) {
        int decisions = account.decisions.get();
        for (int command : commands) {
            assertThat(builder().build().handle(STREAM, id(command), move(1), Metadata.empty()))
                    .as("command %s", command)
                    .isInstanceOfSatisfying(CommandResult.Done.class, done -> {
                        assertThat(done.repeated()).isTrue();
                        assertThat(done.revision()).isEqualTo((long) command * events);
                    });
        }
        assertThat(account.decisions).hasValue(decisions);
    }

    private Snapshot snapshot() {
        return snapshots
                .inner
                .load(STREAM, builder().policy().orElseThrow().fingerprint())
                .orElseThrow();
    }

    @Nested
    class A_command {
        /** Events and rows that a command reads, with the stream as long as it is, and bytes that it writes. */
        private record Cost(double events, double rows, double bytes) {}

        private Cost costOf(int commands, int from) {
            store.eventsRead = 0;
            snapshots.rowsRead = 0;
            snapshots.bytesWritten = 0;
            send(builder().build(), from, from + commands - 1, move(1));
            return new Cost(
                    store.eventsRead / (double) commands,
                    snapshots.rowsRead / (double) commands,
                    snapshots.bytesWritten / (double) commands);
        }

        @Test
        void reads_as_much_of_a_long_stream_as_of_a_short_one() {
            fill(1, 1_000);
            Cost of1000 = costOf(1_000, 1_001);
            fill(2_001, 10_000);
            Cost of10000 = costOf(5_000, 10_001);

            assertThat(of1000.rows()).isEqualTo(1);
            assertThat(of10000.events()).isLessThan(of1000.events() + 3);
            assertThat(of10000.rows()).isLessThan(2.1);
            if (Boolean.getBoolean("triskel.thorough")) {
                fill(15_001, 100_000);
                Cost of100000 = costOf(5_000, 100_001);
                assertThat(of100000.events()).isLessThan(of1000.events() + 3);
                assertThat(of100000.rows()).isLessThan(2.3);
                assertThat(of100000.bytes()).isLessThan(of1000.bytes() + 500);
                assertFirstResults(1, 1, 2, 50_000, 100_000);
            }
        }

        @Test
        void is_answered_its_first_result_however_many_came_after_it() {
            fill(1, 11_000);

            assertFirstResults(1, 1, 2, 1_000, 2_499, 2_500, 2_501, 5_000, 9_000, 10_500, 10_936, 10_999, 11_000);
        }

        @Test
        void of_many_events_is_answered_its_first_result_too() {
            send(builder().remember(1, Balance.class).build(), 1, 2_700, new Move(5, 5));

            assertFirstResults(5, 1, 100, 2_400, 2_500, 2_600, 2_700);
        }

        @Test
        void reads_no_row_of_the_index_while_its_stream_has_none() {
            fill(1, NEARLY_FULL);

            assertThat(snapshot().olderCommands()).hasSize(4_096);
        }

        @Test
        void has_a_snapshot_as_small_as_before_once_there_is_an_index() {
            fill(1, 20_000);

            assertThat(snapshot().olderCommands()).hasSizeLessThanOrEqualTo(21 + 4_096);
            assertThat(snapshot().lastCommands()).hasSize(64);
        }
    }

    @Nested
    class When_a_write_fails {
        /** Each call of the store, from the first one after so many commands, and a new process after it. */
        private void everyCallFailsOnce(int filled) {
            fill(1, filled);
            int failsAt = 0;
            boolean failed = true;
            while (failed) {
                LongStreamsTest run = new LongStreamsTest();
                run.copy(LongStreamsTest.this);
                run.snapshots.failsAt = run.snapshots.calls + failsAt++;
                CommandHandler<Move, Balance, Moved> crashing =
                        run.builder().remember(1, Balance.class).build();
                int next = filled + 1;
                while (next <= filled + 100 && run.snapshots.calls <= run.snapshots.failsAt) {
                    send(crashing, next, next, move(1));
                    next++;
                }
                failed = next <= filled + 100;
                run.fill(next, filled + 200);

                run.assertFirstResults(
                        1, 1, 1_000, 2_400, filled - 100, filled, next - 1, next, filled + 100, filled + 200);
                assertThat(run.store.inner.read(STREAM, 0, 1).lastRevision()).isEqualTo(filled + 200L);
                assertThat(OlderCommands.of(run.snapshot().olderCommands()).indexed())
                        .isGreaterThan(filled - 2_500L);
            }
        }

        @Test
        void no_command_is_decided_twice_or_taken_for_a_known_one() {
            everyCallFailsOnce(2_550);
        }

        @Test
        void nor_when_the_index_grows() {
            everyCallFailsOnce(5_150);
        }
    }

    @Nested
    class When_rows_of_the_index_are_lost {
        @Test
        void the_stream_is_read_and_the_rows_are_written_again() {
            fill(1, 6_000);
            Snapshot kept = snapshot();
            snapshots = new Counted();
            snapshots.save(STREAM, kept);

            assertFirstResults(1, 1, 2_000, 4_000, 6_000);
            IntStream.rangeClosed(1, 100).forEach(i -> assertFirstResults(1, i));
            store.eventsRead = 0;
            assertFirstResults(1, 1, 2_000, 4_000);

            assertThat(store.eventsRead).isLessThan(400);
        }
    }

    @Test
    void two_handlers_that_take_turns_both_keep_the_index() {
        CommandHandler<Move, Balance, Moved> one =
                builder().remember(1, Balance.class).build();
        CommandHandler<Move, Balance, Moved> two =
                builder().remember(1, Balance.class).build();

        for (int i = 1; i <= 8_000; i++) {
            send(i % 3 == 0 ? one : two, i, i, move(1));
        }

        assertFirstResults(1, 1, 2_000, 2_500, 4_000, 5_000, 7_000, 8_000);
    }

    @Test
    void a_stream_without_snapshots_is_indexed_when_it_gets_its_first_one() {
        LongStreamsTest other = new LongStreamsTest();
        other.fill(1, 6_000);
        copy(other);
        snapshots = new Counted();

        send(builder().build(), 6_001, 6_001, move(1));

        assertThat(OlderCommands.of(snapshot().olderCommands()).buckets()).isEqualTo(8);
        assertFirstResults(1, 1, 3_000, 5_900, 6_000, 6_001);
    }
}
