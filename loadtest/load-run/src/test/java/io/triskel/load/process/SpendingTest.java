package io.triskel.load.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.Spend;
import io.triskel.load.sim.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpendingTest {
    private static final long SECOND = 1_000_000_000;

    private final VirtualClock clock = new VirtualClock(Instant.EPOCH);

    @Test
    void without_prices_nothing_is_spent() {
        assertThat(Spending.of(JsonNodeFactory.instance.objectNode(), clock, Duration.ZERO))
                .isEmpty();
    }

    @Test
    void events_are_paid_each_time_that_they_are_sent_and_so_is_the_time_since_the_first_may_be() {
        Spending spending = spending(0.01, 3_600, 100, Duration.ZERO);
        clock.pause(5 * SECOND);

        spending.begin();
        spending.sent(20);
        spending.sent(10);
        clock.pause(SECOND);

        assertThat(spending.spend().usd()).isCloseTo(0.3 + 1, within(1e-9));
        assertThat(spending.stopped()).isFalse();
    }

    @Test
    void as_many_events_are_sent_as_the_budget_pays_and_not_one_more() {
        Spending spending = spending(0.001, 0, 0.0105, Duration.ZERO);

        assertThat(spending.affordable(50)).isEqualTo(10);
        spending.sent(10);
        assertThat(spending.stopped()).isFalse();
        assertThat(spending.affordable(1)).isZero();

        assertThat(spending.stopped()).isTrue();
        assertThat(spending.spend().usd()).isCloseTo(0.01, within(1e-12));
        assertThat(spending.spend().stoppedAtBudget()).isTrue();
    }

    @Test
    void what_was_sent_exactly_for_the_budget_did_not_stop_at_it() {
        Spending spending = spending(0.25, 0, 1, Duration.ZERO);

        assertThat(spending.affordable(4)).isEqualTo(4);
        spending.sent(4);

        assertThat(spending.isSpent()).isFalse();
        assertThat(spending.spend().stoppedAtBudget()).isFalse();
    }

    @Test
    void the_time_of_the_drain_is_kept_back() {
        // A dollar a second: 10 seconds, of which the drain takes 3, and what follows it 1.
        Spending spending = spending(0, 3_600, 10, Duration.ofSeconds(3));

        clock.pause(6 * SECOND);
        assertThat(spending.affordable(1)).isEqualTo(1);
        assertThat(spending.isSpent()).isFalse();
        clock.pause(SECOND / 100);
        assertThat(spending.isSpent()).isTrue();
        assertThat(spending.affordable(1)).isZero();
        clock.pause(3 * SECOND);
        assertThat(spending.isExhausted()).isFalse();
        clock.pause(SECOND);
        assertThat(spending.isExhausted()).isTrue();
    }

    @Test
    void what_was_predicted_stands_beside_what_was_counted() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("spend").put("budgetUsd", 5).put("predictedUsd", 3.5).put("offer", "Pub/Sub push");

        Spend told = Spending.of(request, clock, Duration.ZERO).orElseThrow().spend();

        assertThat(told.predictedUsd()).hasValue(3.5);
        assertThat(told.offer()).contains("Pub/Sub push");
    }

    private Spending spending(double usdPerEvent, double usdPerHour, double budget, Duration drain) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("spend")
                .put("usdPerEvent", usdPerEvent)
                .put("usdPerHour", usdPerHour)
                .put("budgetUsd", budget);
        return Spending.of(request, clock, drain).orElseThrow();
    }
}
