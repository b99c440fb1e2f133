package io.triskel.local.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.function.MetricsCounter.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsCounterTest {
    private final MetricsCounter counter = new MetricsCounter();

    @Test
    void a_timed_out_invocation_is_an_error_too() {
        counter.invoked(Ending.SUCCEEDED, 1);
        counter.invoked(Ending.FAILED, 2);
        counter.invoked(Ending.TIMED_OUT, 4);

        FunctionMetrics metrics = counter.snapshot();

        assertThat(metrics.invocations()).isEqualTo(3);
        assertThat(metrics.errors()).isEqualTo(2);
        assertThat(metrics.timeouts()).isEqualTo(1);
        assertThat(metrics.busy()).isEqualTo(Duration.ofNanos(7));
    }

    @Test
    void without_batches_the_batch_fill_is_zero() {
        assertThat(counter.snapshot().batchFill()).isZero();
    }

    @Test
    void a_snapshot_does_not_change_later() {
        counter.coldStart(Duration.ofMillis(300));
        FunctionMetrics before = counter.snapshot();

        counter.coldStart(Duration.ofMillis(400));

        assertThat(before.coldStarts()).containsExactly(Duration.ofMillis(300));
    }
}
