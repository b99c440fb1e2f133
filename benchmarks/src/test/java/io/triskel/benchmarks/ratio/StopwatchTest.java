package io.triskel.benchmarks.ratio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    private final AtomicLong wall = new AtomicLong(5);
    private final AtomicLong processor = new AtomicLong(7);
    private final Stopwatch stopwatch = new Stopwatch(wall::get, processor::get);

    @Test
    void only_what_passes_during_the_work_is_counted() throws Exception {
        Sample sample = stopwatch.measure(() -> {
            wall.addAndGet(2_000_000_000L);
            processor.addAndGet(3_000_000);
            return 1_000L;
        });

        assertThat(sample).isEqualTo(new Sample(1_000, 2_000_000_000L, 3_000_000));
        assertThat(sample.perSecond()).isEqualTo(500);
        assertThat(sample.millisEach()).isEqualTo(2);
        assertThat(sample.cpuMicrosEach()).isEqualTo(3);
    }

    @Test
    void the_real_one_sees_this_jvm_work() throws Exception {
        AtomicLong sum = new AtomicLong();

        Sample sample = Stopwatch.ofThisJvm().measure(() -> {
            for (int i = 0; i < 10_000_000; i++) {
                sum.addAndGet(i);
            }
            return 1L;
        });

        assertThat(sample.nanos()).isPositive();
        assertThat(sample.cpuNanos()).isPositive();
    }

    @Test
    void work_without_an_event_is_no_sample() {
        assertThatIllegalArgumentException().isThrownBy(() -> stopwatch.measure(() -> 0L));
    }
}
