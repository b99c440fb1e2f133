package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.lambda.ShardLane.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of tumbling windows, with nothing running. */
class TumblingWindowTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final MappingSettings SETTINGS = MappingSettings.defaults()
            .withPace(Duration.ofMillis(1), Duration.ofMillis(100))
            .withTumblingWindow(Duration.ofSeconds(60));

    private final ShardLane lane = new ShardLane(SETTINGS);
    private Instant now = NOON;

    @Nested
    class When_records_arrive {
        @Test
        void the_windows_begin_at_multiples_of_their_length() {
            pass(75);
            arrive(0);

            next();

            assertThat(lane.window())
                    .hasValueSatisfying(window -> assertThat(List.of(window.start(), window.end()))
                            .containsExactly(NOON.plusSeconds(60), NOON.plusSeconds(120)));
        }

        @Test
        void no_batch_holds_records_of_two_windows() {
            arrive(0);
            pass(59);
            arrive(1);
            pass(1);
            arrive(2);

            assertThat(ordinals(next())).containsExactly(0L, 1L);
        }

        @Test
        void each_batch_gets_the_state_that_the_one_before_it_left() {
            arrive(0);
            next();
            assertThat(lane.window()).map(TumblingWindow::state).contains(state(0));
            answered(1, state(1));
            arrive(1);
            next();

            assertThat(lane.window()).map(TumblingWindow::state).contains(state(1));
        }

        @Test
        void the_end_of_the_window_ends_the_wait_for_a_full_batch() {
            ShardLane patient = new ShardLane(SETTINGS.withBatch(10, Duration.ofMinutes(5)));
            patient.add(record(0), now);
            assertThat(patient.next(now, false)).isEmpty();

            assertThat(ordinals(patient.next(now.plusSeconds(60), false))).containsExactly(0L);
        }
    }

    @Nested
    class When_a_window_ends {
        @Test
        void one_final_invocation_without_records_follows_and_the_state_is_dropped() {
            aggregate(0, state(1));
            assertThat(next()).isEmpty();

            pass(60);
            assertThat(next())
                    .hasValueSatisfying(last -> assertThat(last.isFinal()).isTrue());
            assertThat(next()).as("it is out").isEmpty();
            lane.finished(true, now);

            assertThat(next()).isEmpty();
            assertThat(lane.isEmpty()).isTrue();
            arrive(1);
            next();
            assertThat(lane.window()).map(TumblingWindow::state).contains(state(0));
        }

        @Test
        void a_record_of_the_next_window_waits_for_the_final_invocation() {
            aggregate(0, state(1));
            pass(60);
            arrive(1);

            assertThat(next())
                    .hasValueSatisfying(last -> assertThat(last.isFinal()).isTrue());
            lane.finished(true, now);

            assertThat(ordinals(next())).containsExactly(1L);
        }

        @Test
        void a_failed_final_invocation_comes_again_before_anything_else_as_often_as_it_takes() {
            aggregate(0, state(1));
            pass(60);
            arrive(1);
            for (int i = 0; i < 20; i++) {
                assertThat(next())
                        .hasValueSatisfying(last -> assertThat(last.isFinal()).isTrue());
                assertThat(lane.window()).map(TumblingWindow::state).contains(state(1));
                lane.finished(false, now);
                assertThat(next()).as("a pause first").isEmpty();
                pass(60);
            }
        }

        @Test
        void so_does_a_throttled_one() {
            aggregate(0, state(1));
            pass(60);
            next();

            lane.throttled(now);
            pass(1);

            assertThat(next())
                    .hasValueSatisfying(last -> assertThat(last.isFinal()).isTrue());
        }

        @Test
        void the_checkpoint_stays_at_its_first_record_until_the_final_invocation_succeeds() {
            aggregate(7, state(1));
            aggregate(8, state(2));
            assertThat(lane.head()).isEqualTo(OptionalLong.of(7));

            pass(60);
            next();
            lane.finished(true, now);

            assertThat(lane.head()).isEmpty();
        }

        @Test
        void the_end_of_the_shard_ends_the_window() {
            aggregate(0, state(1));

            assertThat(lane.next(now, true))
                    .hasValueSatisfying(last -> assertThat(last.isFinal()).isTrue());
        }
    }

    @Nested
    class When_a_batch_fails {
        @Test
        void what_is_left_of_it_comes_again_with_the_state_of_what_was_settled_even_after_the_end() {
            arrive(0);
            arrive(1);
            next();
            answered(1, state(1));
            pass(120);

            assertThat(ordinals(next())).containsExactly(1L);
            assertThat(lane.window()).map(TumblingWindow::state).contains(state(1));
        }

        @Test
        void its_retries_are_counted_and_the_window_goes_on_without_it() {
            ShardLane strict = new ShardLane(SETTINGS.withMaxRetries(0));
            strict.add(record(0), now);
            strict.next(now, false);

            assertThat(ordinals(strict.settle(0, false, now))).containsExactly(0L);
            assertThat(strict.next(now.plusSeconds(60), false))
                    .hasValueSatisfying(last -> assertThat(last.isFinal()).isTrue());
        }
    }

    @Test
    void a_state_over_a_mebibyte_ends_the_window_early_and_it_goes_on_with_a_fresh_one() {
        JsonNode large = JsonNodeFactory.instance.objectNode().put("x", "x".repeat(TumblingWindow.STATE_BYTES));
        arrive(0);
        arrive(1);
        next();
        answered(1, large);
        pass(1);

        assertThat(next()).hasValueSatisfying(last -> assertThat(last.isFinal()).isTrue());
        assertThat(lane.window()).map(TumblingWindow::isTooLarge).contains(true);
        lane.finished(true, now);

        assertThat(ordinals(next())).containsExactly(1L);
        assertThat(lane.window()).map(TumblingWindow::start).contains(NOON);
        assertThat(lane.window()).map(TumblingWindow::state).contains(state(0));
    }

    @Test
    void a_length_is_0_to_900_whole_seconds_and_a_shard_has_one_lane() {
        assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withTumblingWindow(Duration.ofSeconds(901)));
        assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withTumblingWindow(Duration.ofMillis(500)));
        assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withParallelization(2));
    }

    private Optional<Batch> next() {
        return lane.next(now, false);
    }

    private void aggregate(long ordinal, JsonNode state) {
        arrive(ordinal);
        assertThat(ordinals(next())).containsExactly(ordinal);
        answered(1, state);
    }

    private void answered(int firstFailure, JsonNode state) {
        lane.aggregated(state);
        assertThat(lane.settle(firstFailure, true, now)).isEmpty();
    }

    private void arrive(long ordinal) {
        lane.add(record(ordinal), now);
    }

    private KinesisRecord record(long ordinal) {
        return new KinesisRecord(ordinal, "key", new byte[] {1}, now);
    }

    private static JsonNode state(int sum) {
        return sum == 0
                ? JsonNodeFactory.instance.objectNode()
                : JsonNodeFactory.instance.objectNode().put("sum", sum);
    }

    private static List<Long> ordinals(Optional<Batch> batch) {
        return batch.map(Batch::records).orElse(List.of()).stream()
                .map(KinesisRecord::ordinal)
                .toList();
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }
}
