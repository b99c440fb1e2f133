package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final TokenBucket bucket = new TokenBucket(10, () -> now);

    @Test
    void one_second_may_be_taken_at_once_and_not_one_more() {
        assertThat(bucket.tryTake(10)).isTrue();
        assertThat(bucket.tryTake(1)).isFalse();
    }

    @Test
    void it_fills_with_time_up_to_one_second() {
        bucket.tryTake(10);

        pass(Duration.ofMillis(100));
        assertThat(bucket.tryTake(1)).isTrue();
        assertThat(bucket.tryTake(1)).isFalse();

        pass(Duration.ofHours(1));
        assertThat(bucket.tryTake(10)).isTrue();
        assertThat(bucket.tryTake(1)).isFalse();
    }

    @Test
    void an_amount_above_the_capacity_leaves_a_debt() {
        assertThat(bucket.tryTake(30)).isTrue();

        pass(Duration.ofSeconds(2));
        assertThat(bucket.tryTake(1)).isFalse();
        pass(Duration.ofMillis(100));
        assertThat(bucket.tryTake(1)).isTrue();
    }

    @Test
    void a_charge_is_taken_even_if_nothing_is_there() {
        bucket.charge(25);

        pass(Duration.ofMillis(1500));
        assertThat(bucket.has(1)).isFalse();
        pass(Duration.ofMillis(100));
        assertThat(bucket.has(1)).isTrue();
    }

    @Test
    void a_quota_of_nothing_is_refused() {
        assertThatThrownBy(() -> new TokenBucket(0, () -> now)).hasMessageContaining("A quota is positive");
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
