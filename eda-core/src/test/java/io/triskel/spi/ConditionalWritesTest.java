package io.triskel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.publish.RepeatingPublisher.Waiter;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConditionalWritesTest {
    private final List<Duration> waited = new ArrayList<>();
    private final Waiter waiter = (woken, most) -> waited.add(most);
    private final ConditionalWrites writes = new ConditionalWrites(new Pauses(waiter, () -> 0.5, () -> 0));
    private final AtomicInteger reads = new AtomicInteger();
    private int stored;

    private int read() {
        reads.incrementAndGet();
        return stored;
    }

    @Nested
    class A_step {
        @Test
        void on_a_right_guess_reads_nothing() {
            stored = 1;

            int answer = writes.step(
                    "x",
                    Optional.of(1),
                    ConditionalWritesTest.this::read,
                    there -> Change.write(there + 1, there),
                    next -> next == stored + 1);

            assertThat(answer).isEqualTo(1);
            assertThat(reads).hasValue(0);
        }

        @Test
        void that_writes_nothing_is_applied_to_the_state_as_read_since_nothing_proved_the_guess() {
            stored = 2;

            int answer =
                    writes.step("x", Optional.of(1), ConditionalWritesTest.this::read, Change::nothing, next -> true);

            assertThat(answer).isEqualTo(2);
            assertThat(reads).hasValue(1);
        }

        @Test
        void is_applied_to_what_a_faster_writer_wrote() {
            stored = 5;

            int answer = writes.step(
                    "x",
                    Optional.of(1),
                    ConditionalWritesTest.this::read,
                    there -> Change.write(there + 1, there),
                    next -> next == stored + 1);

            assertThat(answer).isEqualTo(5);
            assertThat(reads).hasValue(1);
        }

        @Test
        void pauses_from_the_third_try_on_and_for_no_more_than_10_ms() {
            AtomicInteger tries = new AtomicInteger();

            writes.step(
                    "x",
                    Optional.empty(),
                    ConditionalWritesTest.this::read,
                    there -> Change.write(there, there),
                    next -> tries.incrementAndGet() == 8);

            assertThat(waited)
                    .extracting(Duration::toNanos)
                    .containsExactly(500_001L, 1_000_001L, 2_000_001L, 4_000_001L, 5_000_001L, 5_000_001L);
        }

        @Test
        void gives_up_after_256_tries() {
            assertThatThrownBy(() -> writes.step(
                            "Lane 'a'",
                            Optional.empty(),
                            ConditionalWritesTest.this::read,
                            there -> Change.write(there, there),
                            next -> false))
                    .isInstanceOf(PortException.class)
                    .hasMessage("Lane 'a' changed concurrently on each of 256 tries; retry under less contention");
            assertThat(waited).hasSize(254);
        }

        @Test
        void ends_when_its_thread_is_interrupted_and_leaves_it_interrupted() {
            ConditionalWrites stopped = new ConditionalWrites(new Pauses(
                    (woken, most) -> {
                        throw new InterruptedException();
                    },
                    () -> 0,
                    () -> 0));

            assertThatThrownBy(() -> stopped.until("x", Optional::empty))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Nested
    class An_append {
        private final AtomicInteger puts = new AtomicInteger();

        @Test
        void to_a_new_stream_reads_nothing() {
            AppendResult result = append(0, Optional.empty(), true);

            assertThat(result).isEqualTo(new AppendResult.Committed(1, 1));
            assertThat(reads).hasValue(0);
        }

        @Test
        void to_a_stream_that_was_last_seen_elsewhere_reads_its_end() {
            stored = 3;

            AppendResult result = append(3, Optional.of(2L), true);

            assertThat(result).isEqualTo(new AppendResult.Committed(4, 4));
            assertThat(reads).hasValue(1);
        }

        @Test
        void that_lost_a_race_is_a_conflict_at_the_next_read() {
            stored = 4;

            AppendResult result = append(3, Optional.of(3L), false);

            assertThat(result).isEqualTo(new AppendResult.Conflict(4));
            assertThat(puts).hasValue(1);
        }

        @Test
        void gives_up_after_16_tries_if_reads_do_not_show_the_commit_in_its_way() {
            stored = 3;

            assertThatThrownBy(() -> append(3, Optional.of(3L), false))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("had a commit at revision 4 that a consistent read does not show");
            assertThat(puts).hasValue(16);
            assertThat(waited).isEmpty();
        }

        private AppendResult append(long expected, Optional<Long> seen, boolean stores) {
            Commit other = new Commit(new CommandId("other"), 4, 4);
            return ConditionalWrites.append(
                    commit(expected), seen, ConditionalWritesTest.this::read, first -> Optional.of(other), () -> {
                        puts.incrementAndGet();
                        return stores;
                    });
        }

        private NewCommit commit(long expected) {
            Envelope<String> event = Envelope.of(new EventId("/test", "1"), new EventType("test.Noted", 1), "text");
            Expectation at = expected == 0 ? Expectation.noStream() : Expectation.exactly(expected);
            return NewCommit.of(new StreamId("a"), at, List.of(event), new CommandId("c"));
        }
    }
}
