package io.triskel.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryStores;
import io.triskel.observe.Observer;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CommandIndexTest {
    private static final StreamId STREAM = new StreamId("account-1");
    private static final int PER_BUCKET = 4;

    private final WatchedStore store = new WatchedStore();
    private final Lossy rows = new Lossy();
    private final List<String> failures = new ArrayList<>();
    private final Map<CommandId, Commit> committed = new HashMap<>();
    private long end;

    /** Loses and spoils rows, and fails, as a test asks for. */
    private static final class Lossy implements Snapshots {
        final Snapshots inner = new InMemoryStores().snapshots();
        final Map<String, Optional<byte[]>> spoilt = new HashMap<>();
        boolean down;

        @Override
        public Optional<Snapshot> load(StreamId stream, String fingerprint) {
            if (down) {
                throw new PortException("down");
            }
            Optional<Snapshot> row = inner.load(stream, fingerprint);
            Optional<byte[]> bytes = spoilt.get(fingerprint);
            return bytes == null
                    ? row
                    : bytes.flatMap(state -> row.map(
                            there -> new Snapshot(fingerprint, there.revision(), state, List.of(), new byte[0])));
        }

        @Override
        public void save(StreamId stream, Snapshot snapshot) {
            if (down) {
                throw new PortException("down");
            }
            spoilt.remove(snapshot.fingerprint());
            inner.save(stream, snapshot);
        }
    }

    private CommandIndex index(ToLongFunction<CommandId> hash) {
        return new CommandIndex(new StreamCommits(store), rows, hash, PER_BUCKET, new Observer() {
            @Override
            public void portFailed(String port, Throwable failure) {
                failures.add(port);
            }
        });
    }

    /** Spreads ids over all buckets. */
    private static long spread(CommandId command) {
        return command.value().hashCode() * 0x9e3779b97f4a7c15L;
    }

    private void append(String command, int events) {
        List<Envelope<Account.Moved>> moved = IntStream.range(0, events)
                .mapToObj(i ->
                        Envelope.of(new EventId("/accounts", command + "/" + i), Account.MOVED, new Account.Moved(1)))
                .toList();
        CommandId id = new CommandId(command);
        assertThat(store.append(STREAM, Expectation.exactly(end), moved, id))
                .isEqualTo(new AppendResult.Committed(end + 1, end + events));
        committed.put(id, new Commit(id, end + 1, end + events));
        end += events;
    }

    private void append(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> append("c" + i, 1));
    }

    private OlderCommands all(CommandIndex index, OlderCommands older, long upTo) {
        return index.index(STREAM, older, upTo, List.of(), 1_000).orElseThrow();
    }

    private void assertAllFound(CommandIndex index, OlderCommands older) {
        committed.values().stream()
                .filter(commit -> commit.last() <= older.indexed())
                .forEach(commit -> assertThat(index.find(STREAM, commit.command(), older, end))
                        .contains(commit));
        assertThat(index.find(STREAM, new CommandId("new"), older, end)).isEmpty();
    }

    @Nested
    class An_index {
        @Test
        void finds_each_command_by_one_row_and_its_commit() {
            append(1, 40);
            CommandIndex index = index(CommandIndexTest::spread);
            OlderCommands older = all(index, OlderCommands.none(), 40);
            store.readsAfter.clear();

            Optional<Commit> found = index.find(STREAM, new CommandId("c7"), older, end);

            assertThat(found).contains(new Commit(new CommandId("c7"), 7, 7));
            assertThat(store.readsAfter).containsExactly(6L);
            assertThat(older).isEqualTo(new OlderCommands(40, 40, 16, older.filter()));
        }

        @Test
        void reads_no_event_for_a_new_command() {
            append(1, 40);
            CommandIndex index = index(CommandIndexTest::spread);
            OlderCommands older = all(index, OlderCommands.none(), 40);
            store.readsAfter.clear();

            assertThat(index.find(STREAM, new CommandId("new"), older, end)).isEmpty();

            assertThat(store.readsAfter).isEmpty();
        }

        @Test
        void tells_commands_of_one_hash_apart_by_their_commits() {
            append(1, 20);
            CommandIndex index = index(command -> 42);

            OlderCommands older = all(index, OlderCommands.none(), 20);

            assertAllFound(index, older);
        }

        @Test
        void grows_with_the_stream_from_the_rows_that_it_has() {
            append(1, 16);
            CommandIndex index = index(CommandIndexTest::spread);
            OlderCommands small = all(index, OlderCommands.none(), 16);
            append(17, 60);
            store.readsAfter.clear();

            OlderCommands large = all(index, small, 60);

            assertThat(List.of(small.buckets(), large.buckets())).containsExactly(4, 16);
            assertThat(store.readsAfter).containsExactly(16L);
            assertAllFound(index, large);
            assertAllFound(index, small);
        }
    }

    @Nested
    class A_row {
        @Test
        void that_is_lost_spoilt_or_behind_is_replaced_by_the_stream_and_written_again() {
            append(1, 8);
            CommandIndex index = index(CommandIndexTest::spread);
            OlderCommands older = all(index, OlderCommands.none(), 8);
            int number = CommandBucket.numberOf(spread(new CommandId("c3")), older.buckets());
            String name = CommandBucket.fingerprint(number, older.buckets());
            List<Optional<byte[]>> spoilt = List.of(
                    Optional.empty(),
                    Optional.of(new byte[0]),
                    Optional.of(new byte[] {2}),
                    Optional.of(new byte[] {1, 1, 1, 1, 1, 1}),
                    Optional.of(new byte[] {1, 1, 1, 1, 1, 1, -1}),
                    Optional.of(new byte[] {1, 9, 9, 9, 9, 9, 1, 8, 8, 8, 8, 8, 1}));

            for (Optional<byte[]> bytes : spoilt) {
                rows.spoilt.put(name, bytes);
                assertThat(index.find(STREAM, new CommandId("c3"), older, end))
                        .contains(new Commit(new CommandId("c3"), 3, 3));
                store.readsAfter.clear();
                assertAllFound(index, older);
                assertThat(store.readsAfter).hasSize(8);
            }
            OlderCommands ahead = new OlderCommands(9, 9, older.buckets(), older.filter());
            append("c9", 1);
            assertThat(index.find(STREAM, new CommandId("c9"), ahead, end)).isPresent();
        }

        @Test
        void of_another_history_that_was_longer_is_not_believed() {
            append(1, 8);
            CommandIndex index = index(CommandIndexTest::spread);
            OlderCommands older = all(index, OlderCommands.none(), 8);
            store.inner = InMemoryEventStore.ofObjects();
            end = 0;
            append("other", 4);

            assertThat(index.find(STREAM, new CommandId("other"), older, end)).isPresent();
        }

        @Test
        void is_looked_for_in_the_stream_while_the_store_is_down() {
            append(1, 8);
            CommandIndex index = index(CommandIndexTest::spread);
            OlderCommands older = all(index, OlderCommands.none(), 8);
            rows.down = true;

            assertThat(index.find(STREAM, new CommandId("c1"), older, end)).isPresent();
            assertThat(index.find(STREAM, new CommandId("new"), older, end)).isEmpty();
            assertThat(failures).isNotEmpty().containsOnly("snapshots");
        }
    }

    @Nested
    class Indexing {
        @Test
        void in_steps_writes_the_same_as_at_once_and_reads_the_stream_once() {
            append(1, 60);
            CommandIndex index = index(CommandIndexTest::spread);
            store.readsAfter.clear();

            List<Boolean> done = IntStream.range(0, 6)
                    .mapToObj(step -> index.index(STREAM, OlderCommands.none(), 60, List.of(), 3)
                            .isPresent())
                    .toList();

            assertThat(done).containsExactly(false, false, false, false, false, true);
            assertThat(store.readsAfter).containsExactly(0L);
            assertAllFound(index, OlderCommands.indexed(60, 60, 16));
        }

        @Test
        void goes_on_in_another_process_where_the_last_one_ended() {
            append(1, 60);

            Optional<OlderCommands> older = Optional.empty();
            int processes = 0;
            while (older.isEmpty()) {
                processes++;
                older = index(CommandIndexTest::spread).index(STREAM, OlderCommands.none(), 60, List.of(), 3);
            }

            assertThat(processes).isEqualTo(6);
            assertAllFound(index(CommandIndexTest::spread), older.get());
        }

        @Test
        void by_two_at_once_or_by_one_that_was_slow_loses_nothing() {
            append(1, 60);
            CommandIndex slow = index(CommandIndexTest::spread);
            CommandIndex fast = index(CommandIndexTest::spread);
            assertThat(slow.index(STREAM, OlderCommands.none(), 60, List.of(), 3))
                    .isEmpty();
            OlderCommands first = all(fast, OlderCommands.none(), 60);
            append(61, 100);
            OlderCommands second = all(fast, first, 100);

            OlderCommands late = all(slow, OlderCommands.none(), 60);

            assertThat(late).isEqualTo(new OlderCommands(60, 60, 16, late.filter()));
            assertAllFound(fast, second);
            assertAllFound(slow, late);
            assertAllFound(slow, all(slow, late, 100));
        }
    }

    /** Streams, losses and steps by chance, against a map of all commits. */
    @Test
    void it_finds_what_a_map_of_all_commits_finds() {
        for (int seed = 0; seed < 40; seed++) {
            CommandIndexTest run = new CommandIndexTest();
            run.byChance(new Random(seed), seed);
        }
    }

    private void byChance(Random random, int seed) {
        ToLongFunction<CommandId> hash =
                seed % 3 == 0 ? command -> spread(command) & 0x7000_0000_0000_0000L : CommandIndexTest::spread;
        CommandIndex index = index(hash);
        OlderCommands older = OlderCommands.none();
        int command = 0;
        for (int step = 0; step < 12; step++) {
            int more = random.nextInt(20);
            for (int i = 0; i < more; i++) {
                append("c" + command++, 1 + random.nextInt(4));
            }
            if (random.nextInt(3) == 0) {
                rows.spoilt.put(
                        CommandBucket.fingerprint(random.nextInt(Math.max(1, older.buckets())), older.buckets()),
                        Optional.empty());
            }
            if (random.nextInt(4) == 0) {
                index = index(hash);
            }
            if (end > older.indexed()) {
                older = index.index(STREAM, older, end, List.of(), 1 + random.nextInt(8))
                        .orElse(older);
            }
            if (older.indexed() > 0) {
                assertAllFound(index, older);
            }
        }
    }
}
