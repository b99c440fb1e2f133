package io.triskel.load.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.traffic.Stamp;
import java.time.Instant;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** A broker whose clock differs from ours, over ten minutes of virtual time. */
class BrokerStagesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long RUN = 600 * SECOND;

    @Test
    void the_error_bar_covers_a_broker_whose_clock_drifts() {
        assertThat(errorMillis(BrokerStagesTest::drifting, 20)).isGreaterThanOrEqualTo(30);
    }

    @Test
    void the_error_bar_covers_a_broker_whose_clock_steps_and_steps_back() {
        assertThat(errorMillis(BrokerStagesTest::stepping, 15)).isGreaterThanOrEqualTo(20);
    }

    @Test
    void the_error_bar_of_a_right_clock_is_the_quickest_way() {
        assertThat(errorMillis(time -> 0, 2)).isBetween(2.0, 3.0);
    }

    /** 50 ppm: 30 ms after ten minutes. */
    private static long drifting(long time) {
        return time / 20_000;
    }

    private static long stepping(long time) {
        return time >= 200 * SECOND && time < 400 * SECOND ? 20 * MILLI : 0;
    }

    private static double errorMillis(LongUnaryOperator offset, long quickestMillis) {
        return stages(offset, quickestMillis).errorMicros(0).get("send-to-broker") / 1e3;
    }

    /** Each way takes this time at least, and another 3 ms on average. */
    private static BrokerStages stages(LongUnaryOperator offset, long quickestMillis) {
        BrokerStages stages = new BrokerStages("handler", 0);
        Random random = new Random(7);
        for (long sent = 0; sent < RUN; sent += SECOND / 20) {
            long taken = sent + way(quickestMillis, random);
            long learnt = taken + way(quickestMillis, random);
            Instant accepted = Instant.EPOCH.plusNanos(taken + offset.applyAsLong(taken));
            stages.noted(new Ignoring(), sent, sent, accepted, learnt, learnt);
        }
        return stages;
    }

    private static long way(long quickestMillis, Random random) {
        return quickestMillis * MILLI + (long) (-3 * MILLI * Math.log(1 - random.nextDouble()));
    }

    private static final class Ignoring implements LoadPath.Arrived {
        @Override
        public void arrived(int consumer, Stamp stamp, boolean intact) {}

        @Override
        public void unreadable(int consumer) {}
    }
}
