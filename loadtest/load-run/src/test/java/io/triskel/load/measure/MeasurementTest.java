package io.triskel.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.traffic.Stamp;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Phase;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final long RUN = 9;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final Timeline timeline = new Timeline(
            List.of(new Phase.WarmUp(10, Duration.ofSeconds(1)), new Phase.Steady(10, Duration.ofSeconds(2))));
    private long now;
    private final Ledgers ledgers = new Ledgers(10, 1);
    private final Measurement measured = new Measurement(RUN, ledgers, timeline, 0, () -> now);

    @Test
    void the_longest_silence_is_that_of_one_key_and_a_repeat_does_not_break_it() {
        arrive(0, 0, SECOND, SECOND, SECOND);
        arrive(1, 0, SECOND, SECOND, SECOND + 5 * MILLI);
        arrive(0, 0, SECOND, SECOND, SECOND + 20 * MILLI);
        arrive(0, 1, SECOND, SECOND, SECOND + 30 * MILLI);
        arrive(0, 2, SECOND, SECOND, SECOND + 40 * MILLI);

        assertThat(ledgers.correctness(0).longestSilenceMs()).hasValue(30);
    }

    @Test
    void keys_with_one_event_each_have_no_silence() {
        arrive(0, 0, SECOND, SECOND, SECOND);
        arrive(1, 0, SECOND, SECOND, SECOND + 5 * MILLI);

        assertThat(ledgers.correctness(0).longestSilenceMs()).isEmpty();
    }

    @Nested
    class Latencies {
        @Test
        void the_corrected_one_counts_from_the_intended_time_and_the_actual_one_from_sending() {
            sendAccepted(0, SECOND, SECOND + 30 * MILLI);
            arrive(0, 0, SECOND, SECOND + 30 * MILLI, SECOND + 50 * MILLI);

            assertThat(measured.corrected().percentile(100)).isBetween(50_000L, 50_050L);
            assertThat(measured.actual().percentile(100)).isBetween(20_000L, 20_050L);
            assertThat(measured.scheduleDelay().percentile(100)).isBetween(30_000L, 30_050L);
        }

        @Test
        void a_warm_up_is_counted_and_not_timed() {
            sendAccepted(0, 0, 0);
            arrive(0, 0, 0, 0, MILLI);

            assertThat(measured.phases().get(0).delivered()).isEqualTo(1);
            assertThat(measured.corrected().count()).isZero();
            assertThat(measured.acknowledgement().count()).isZero();
            assertThat(measured.scheduleDelay().count()).isZero();
        }

        @Test
        void a_repeat_is_not_timed() {
            sendAccepted(0, SECOND, SECOND);
            arrive(0, 0, SECOND, SECOND, SECOND + MILLI);
            arrive(0, 0, SECOND, SECOND, SECOND + MILLI);

            assertThat(measured.corrected().count()).isEqualTo(1);
        }

        @Test
        void an_arrival_before_it_was_sent_is_a_negative_time() {
            sendAccepted(0, SECOND, SECOND + 5);
            arrive(0, 0, SECOND, SECOND + 5, SECOND + 2);

            assertThat(measured.actual().negative()).isEqualTo(1);
            assertThat(measured.actual().count()).isEqualTo(1);
            assertThat(measured.corrected().negative()).isZero();
        }

        @Test
        void a_stage_counts_where_its_event_counts_and_below_zero_too() {
            measured.passed("send-to-placed", 0, MILLI);
            measured.passed("send-to-placed", SECOND, 3 * MILLI);
            measured.passed("send-to-placed", SECOND, -MILLI);

            assertThat(measured.stage("send-to-placed").count()).isEqualTo(2);
            assertThat(measured.stage("send-to-placed").negative()).isEqualTo(1);
            assertThat(measured.stage("never-told").count()).isZero();
        }

        @Test
        void what_waited_for_the_target_is_no_delay_of_the_generator() {
            Burst burst = new Burst(2);
            burst.add(0, measured.offered(0, SECOND), SECOND);
            burst.add(1, measured.offered(1, SECOND + MILLI), SECOND + MILLI);
            burst.sentAt(SECOND + 2 * MILLI);

            Held held = new Held();
            held.byTarget().add(SECOND - MILLI, SECOND + MILLI / 2, 3 * MILLI / 2);

            measured.sending(burst, held);

            assertThat(measured.scheduleDelay().count()).isEqualTo(2);
            assertThat(measured.scheduleDelay().percentile(100)).isBetween(2_000L, 2_001L);
            assertThat(measured.targetDelay().percentile(50)).isZero();
            assertThat(measured.targetDelay().percentile(100)).isEqualTo(500);
            assertThat(measured.ownDelay().percentile(50)).isEqualTo(1_000);
            assertThat(measured.ownDelay().percentile(100)).isBetween(1_500L, 1_501L);
            assertThat(measured.orderDelay().percentile(100)).isZero();
        }

        @Test
        void ten_milliseconds_behind_its_time_an_event_is_late() {
            sendAccepted(0, SECOND, SECOND + 10 * MILLI);
            sendAccepted(1, SECOND, SECOND + 10 * MILLI + 1);

            assertThat(measured.late()).isEqualTo(1);
        }
    }

    @Nested
    class Counts {
        @Test
        void events_belong_to_the_phase_in_which_they_were_due() {
            sendAccepted(0, SECOND - 1, 2 * SECOND);
            arrive(0, 0, SECOND - 1, 2 * SECOND, 2 * SECOND);

            assertThat(measured.phases().get(0).offered().sum()).isEqualTo(1);
            assertThat(measured.phases().get(0).sent().sum()).isEqualTo(1);
            assertThat(measured.phases().get(0).accepted().sum()).isEqualTo(1);
            assertThat(measured.phases().get(0).delivered()).isEqualTo(1);
            assertThat(measured.phases().get(1).offered().sum()).isZero();
        }

        @Test
        void a_burst_across_a_boundary_counts_in_both_phases() {
            Burst burst = new Burst(3);
            for (long intended : new long[] {SECOND - 1, SECOND, SECOND + 1}) {
                burst.add(0, measured.offered(0, intended), intended);
            }
            burst.sentAt(SECOND + 1);
            measured.sending(burst, new Held());
            measured.answered(burst);

            assertThat(measured.phases())
                    .extracting(phase -> phase.sent().sum())
                    .containsExactly(1L, 2L);
            assertThat(measured.phases())
                    .extracting(phase -> phase.accepted().sum())
                    .containsExactly(1L, 2L);
            assertThat(measured.scheduleDelay().count()).isEqualTo(2);
            assertThat(measured.acknowledgement().count()).isEqualTo(2);
        }

        @Test
        void refusals_are_counted_by_cause_and_code_and_each_time() {
            Burst burst = sent(0, SECOND, SECOND);
            burst.failed(0, SendOutcome.refused(RejectionCause.THROTTLED, "SlowDown"));
            measured.answered(burst);
            measured.sendingAgain(burst, new boolean[1], new long[1]);
            measured.answered(burst);

            assertThat(measured.refusals())
                    .isEqualTo(Map.of(new Measured.Refusal(RejectionCause.THROTTLED, "SlowDown"), 2L));
            assertThat(measured.refused()).isEqualTo(2);
            assertThat(measured.throttled()).isEqualTo(2);
            assertThat(measured.sent()).isEqualTo(1);
            assertThat(measured.accepted()).isZero();
        }

        @Test
        void what_was_withheld_is_no_refusal() {
            Burst burst = sent(0, SECOND, SECOND);
            burst.failed(0, SendOutcome.WITHHELD);
            measured.answered(burst);

            assertThat(measured.refused()).isZero();
            assertThat(measured.accepted()).isZero();
        }

        @Test
        void the_seconds_are_what_was_added_in_each_and_the_lag_at_their_ends() {
            sendAccepted(0, SECOND, SECOND);
            sendAccepted(1, SECOND, SECOND);
            arrive(0, 0, SECOND, SECOND, SECOND + MILLI);
            measured.endSecond();
            arrive(1, 0, SECOND, SECOND, SECOND + MILLI);
            measured.endSecond();

            assertThat(measured.seconds())
                    .containsExactly(
                            new Second(new EventCounts(2, 2, 2, 1, 0, 0), 1, 1_000, 1_000),
                            new Second(new EventCounts(0, 0, 0, 1, 0, 0), 0, 1_000, 1_000));
        }

        @Test
        void an_arrival_of_an_earlier_part_is_not_counted_in_this_one() {
            Measurement later = new Measurement(RUN, ledgers, timeline, 10 * SECOND, () -> now);
            sendAccepted(0, SECOND, SECOND);
            now = 11 * SECOND;
            later.arrived(0, new Stamp(RUN, 0, 0, SECOND, SECOND, 0), true);

            assertThat(later.delivered()).isZero();
            assertThat(later.corrected().count()).isZero();
            assertThat(ledgers.missing()).isZero();
        }
    }

    @Test
    void what_the_path_saw_overtaken_is_reordered() {
        measured.overtaken(0);

        assertThat(ledgers.correctness(0).reordered()).isEqualTo(1);
    }

    @Nested
    class Of_several_consumers {
        private final Ledgers two = new Ledgers(1, 2);
        private final Measurement measuredByTwo = new Measurement(RUN, two, timeline, 0, () -> now);

        @Test
        void delivered_is_what_the_slowest_has_and_times_are_those_of_all() {
            Burst burst = new Burst(1);
            burst.add(0, measuredByTwo.offered(0, SECOND), SECOND);
            burst.sentAt(SECOND);
            measuredByTwo.sending(burst, new Held());
            measuredByTwo.answered(burst);
            now = SECOND + MILLI;
            measuredByTwo.arrived(0, new Stamp(RUN, 0, 0, SECOND, SECOND, 0), true);

            assertThat(measuredByTwo.delivered()).isZero();
            assertThat(two.missing()).isEqualTo(1);

            measuredByTwo.arrived(1, new Stamp(RUN, 0, 0, SECOND, SECOND, 0), true);

            assertThat(measuredByTwo.delivered()).isEqualTo(1);
            assertThat(two.missing()).isZero();
            assertThat(measuredByTwo.corrected().count()).isEqualTo(2);
        }
    }

    private Burst sent(int key, long intended, long sent) {
        Burst burst = new Burst(1);
        burst.add(key, measured.offered(key, intended), intended);
        burst.sentAt(sent);
        now = sent;
        measured.sending(burst, new Held());
        return burst;
    }

    private void sendAccepted(int key, long intended, long sent) {
        measured.answered(sent(key, intended, sent));
    }

    private void arrive(int key, int number, long intended, long sent, long at) {
        now = at;
        measured.arrived(0, new Stamp(RUN, key, number, intended, sent, 0), true);
    }
}
