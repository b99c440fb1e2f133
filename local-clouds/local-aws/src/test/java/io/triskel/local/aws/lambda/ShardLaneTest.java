package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.lambda.ShardLane.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of batches and retries, with nothing running. */
class ShardLaneTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final MappingSettings SETTINGS =
            MappingSettings.defaults().withPace(Duration.ofMillis(1), Duration.ofMillis(100));

    private Instant now = START;

    @Nested
    class When_records_wait {
        @Test
        void they_go_out_at_once_if_there_is_no_window() {
            ShardLane lane = lane(SETTINGS, 2);

            assertThat(ordinals(lane.next(now, false))).containsExactly(0L, 1L);
            assertThat(lane.next(now, false)).as("one batch is out").isEmpty();
        }

        @Test
        void a_window_keeps_them_until_it_ends_or_the_batch_is_full() {
            MappingSettings windowed = SETTINGS.withBatch(3, Duration.ofSeconds(5));
            ShardLane lane = lane(windowed, 2);

            assertThat(lane.next(now, false)).isEmpty();
            pass(Duration.ofSeconds(5));
            assertThat(ordinals(lane.next(now, false))).containsExactly(0L, 1L);
            assertThat(ordinals(lane(windowed, 4).next(now, false))).containsExactly(0L, 1L, 2L);
        }

        @Test
        void a_window_ends_when_the_shard_does() {
            ShardLane lane = lane(SETTINGS.withBatch(3, Duration.ofSeconds(5)), 2);

            assertThat(ordinals(lane.next(now, true))).containsExactly(0L, 1L);
        }

        @Test
        void a_batch_stays_below_six_mebibytes() {
            ShardLane lane = new ShardLane(SETTINGS);
            for (int i = 0; i < 10; i++) {
                lane.add(new KinesisRecord(i, "key", new byte[1 << 20], now), now);
            }

            assertThat(ordinals(lane.next(now, false))).hasSize(4);
        }
    }

    @Nested
    class When_a_batch_fails {
        @Test
        void it_comes_back_whole_after_a_growing_pause() {
            ShardLane lane = lane(SETTINGS, 3);

            for (int pause : new int[] {100, 200, 400, 800, 1600, 3200, 3200}) {
                assertThat(ordinals(lane.next(now, false))).containsExactly(0L, 1L, 2L);
                assertThat(lane.settle(0, false, now)).isEmpty();
                pass(Duration.ofMillis(pause - 1));
                assertThat(lane.next(now, false)).isEmpty();
                pass(Duration.ofMillis(1));
            }
            assertThat(lane.head()).isEqualTo(OptionalLong.of(0));
        }

        @Test
        void what_comes_before_the_named_record_is_settled() {
            ShardLane lane = lane(SETTINGS, 5);
            lane.next(now, false);

            lane.settle(2, true, now);

            assertThat(lane.head()).isEqualTo(OptionalLong.of(2));
            pass(Duration.ofMillis(100));
            assertThat(ordinals(lane.next(now, false))).containsExactly(2L, 3L, 4L);
        }

        @Test
        void it_is_halved_when_asked_for_and_halving_counts_as_no_retry() {
            ShardLane lane = lane(SETTINGS.withBisect().withMaxRetries(0), 4);

            assertThat(ordinals(retry(lane, 0))).containsExactly(0L, 1L);
            assertThat(ordinals(retry(lane, 0))).containsExactly(0L);
            assertThat(ordinals(lane.settle(0, false, now))).containsExactly(0L);
            pass(Duration.ofHours(1));
            assertThat(ordinals(lane.next(now, false))).containsExactly(1L);
            lane.settle(1, true, now);
            assertThat(ordinals(lane.next(now, false))).containsExactly(2L, 3L);
        }

        @Test
        void it_is_given_up_after_the_last_retry_and_the_next_batch_follows() {
            ShardLane lane = lane(SETTINGS.withMaxRetries(2).withBatch(2, Duration.ZERO), 3);
            retry(lane, 0);
            retry(lane, 0);

            Optional<Batch> given = lane.settle(0, false, now);

            assertThat(ordinals(given)).containsExactly(0L, 1L);
            assertThat(given)
                    .hasValueSatisfying(batch -> assertThat(batch.failures()).isEqualTo(3));
            pass(Duration.ofHours(1));
            assertThat(ordinals(lane.next(now, false))).containsExactly(2L);
        }

        @Test
        void old_records_are_given_up_and_young_ones_are_kept() {
            ShardLane lane = new ShardLane(SETTINGS.withMaxRecordAge(Duration.ofSeconds(60)));
            lane.add(record(0), now);
            pass(Duration.ofSeconds(30));
            lane.add(record(1), now);
            pass(Duration.ofSeconds(31));
            lane.next(now, false);

            assertThat(ordinals(lane.giveUpOld(now))).containsExactly(0L);
            assertThat(ordinals(lane.next(now, false))).containsExactly(1L);
            assertThat(lane.giveUpOld(now)).isEmpty();
        }

        @Test
        void throttling_counts_as_no_attempt() {
            ShardLane lane = lane(SETTINGS.withMaxRetries(0), 1);
            lane.next(now, false);

            lane.throttled(now);

            assertThat(lane.next(now, false)).isEmpty();
            pass(Duration.ofMillis(100));
            assertThat(lane.next(now, false))
                    .hasValueSatisfying(batch -> assertThat(batch.failures()).isZero());
        }
    }

    /** Lets the batch that is out, or else the next one, fail there, and takes the one that comes back. */
    private Optional<Batch> retry(ShardLane lane, int firstFailure) {
        Optional<Batch> next = lane.next(now, false);
        assertThat(lane.settle(firstFailure, false, now))
                .as("given up of %s", next)
                .isEmpty();
        pass(Duration.ofHours(1));
        return lane.next(now, false);
    }

    private ShardLane lane(MappingSettings settings, int records) {
        ShardLane lane = new ShardLane(settings);
        for (int i = 0; i < records; i++) {
            lane.add(record(i), now);
        }
        return lane;
    }

    private KinesisRecord record(long ordinal) {
        return new KinesisRecord(ordinal, "key", new byte[] {1}, now);
    }

    private static List<Long> ordinals(Optional<Batch> batch) {
        return batch.map(Batch::records).orElse(List.of()).stream()
                .map(KinesisRecord::ordinal)
                .toList();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
