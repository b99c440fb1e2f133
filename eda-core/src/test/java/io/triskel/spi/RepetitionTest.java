package io.triskel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.publish.RejectionCause;
import io.triskel.spi.Repetition.After;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepetitionTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final List<Duration> waited = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private double chance;

    private final Pauses pauses = new Pauses(
            (woken, most) -> {
                waited.add(most);
                now.addAndGet(most.toNanos());
            },
            () -> chance,
            now::get);

    @Test
    void a_request_that_succeeds_is_sent_once() {
        assertThat(repetition().of(failure -> true, sent::incrementAndGet)).isEqualTo(1);
        assertThat(waited).isEmpty();
    }

    @Test
    void a_failure_that_does_not_pass_is_thrown_at_once() {
        assertThatThrownBy(() -> repetition().of(failure -> false, this::fail)).hasMessage("try 1");
    }

    @Test
    void waits_double_from_25_ms_to_1_s_and_end_before_the_time_is_over() {
        chance = 0.999_999_999_99;

        assertThatThrownBy(() -> repetition().of(failure -> true, this::fail)).hasMessage("try 10");
        assertThat(waited)
                .extracting(wait -> Math.round(wait.toNanos() / 1e6))
                .containsExactly(25L, 50L, 100L, 200L, 400L, 800L, 1000L, 1000L, 1000L);
    }

    @Test
    void a_wait_may_be_as_short_as_chance_wants_it() {
        chance = 0;

        assertThat(repetition().of(failure -> true, () -> sent.get() < 2 ? fail() : 7))
                .isEqualTo(7);
        assertThat(waited).containsExactly(Duration.ofNanos(1), Duration.ofNanos(1));
    }

    @Test
    void nothing_is_repeated_that_would_begin_after_the_deadline_of_the_work() {
        chance = 0.5;

        assertThatThrownBy(() -> repetition(Duration.ofMillis(60)).of(failure -> true, this::fail))
                .hasMessage("try 3");
    }

    @Test
    void an_attempt_slower_than_the_whole_time_is_retried_once() {
        assertThatThrownBy(() -> repetition().of(failure -> true, this::failSlowly))
                .hasMessage("try 2");
    }

    @Test
    void a_deadline_further_away_than_the_time_does_not_forbid_that_retry() {
        assertThatThrownBy(() -> repetition(Duration.ofSeconds(10)).of(failure -> true, this::failSlowly))
                .hasMessage("try 2");
    }

    @Test
    void a_deadline_that_has_passed_forbids_it() {
        assertThatThrownBy(() -> repetition(Duration.ofSeconds(6)).of(failure -> true, this::failSlowly))
                .hasMessage("try 1");
    }

    private int failSlowly() {
        now.addAndGet(Repetition.PATIENCE.plusSeconds(1).toNanos());
        return fail();
    }

    @Test
    void an_interrupted_thread_repeats_nothing_and_stays_interrupted() {
        Pauses stopped = new Pauses(
                (woken, most) -> {
                    throw new InterruptedException();
                },
                () -> 0,
                () -> 0);

        assertThatThrownBy(() ->
                        new Repetition(Repetition.PATIENCE, Optional.empty(), stopped).of(failure -> true, this::fail))
                .hasMessage("try 1");
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(RejectionCause.class)
    void what_may_have_happened_is_repeated_only_where_its_writer_recognises_it(RejectionCause cause) {
        assertThat(After.ANY_TROUBLE.allows(cause)).isEqualTo(cause.mayPass());
        assertThat(After.REFUSAL.allows(cause)).isEqualTo(cause.mayPass() && cause != RejectionCause.UNKNOWN);
    }

    private Repetition repetition() {
        return new Repetition(Repetition.PATIENCE, Optional.empty(), pauses);
    }

    private Repetition repetition(Duration left) {
        return new Repetition(Repetition.PATIENCE, Optional.of(left), pauses);
    }

    private int fail() {
        throw new IllegalStateException("try " + sent.incrementAndGet());
    }
}
