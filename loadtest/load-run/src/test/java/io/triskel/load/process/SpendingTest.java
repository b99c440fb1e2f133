package io.triskel.load.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.measure.EventCounts;
import io.triskel.load.measure.Second;
import io.triskel.load.result.Spend;
import org.junit.jupiter.api.Test;

class SpendingTest {
    @Test
    void without_prices_nothing_is_spent() {
        assertThat(Spending.of(JsonNodeFactory.instance.objectNode())).isEmpty();
    }

    @Test
    void events_refusals_and_time_are_paid() {
        Spending spending = spending(0.01, 3_600, 100);

        spending.second(second(20, 10));

        assertThat(spending.spend().usd()).isCloseTo(0.3 + 1, within(1e-9));
        assertThat(spending.isSpent()).isFalse();
    }

    @Test
    void a_budget_that_takes_one_more_second_is_not_spent_and_one_that_does_not_is() {
        Spending enough = spending(0.5, 0, 20);
        Spending spent = spending(0.5, 0, 19.9);

        enough.second(second(20, 0));
        spent.second(second(20, 0));

        assertThat(enough.isSpent()).isFalse();
        assertThat(spent.isSpent()).isTrue();
        assertThat(spent.spend().stoppedAtBudget()).isTrue();
    }

    @Test
    void what_was_predicted_stands_beside_what_was_counted() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("spend").put("budgetUsd", 5).put("predictedUsd", 3.5).put("offer", "Pub/Sub push");

        Spend told = Spending.of(request).orElseThrow().spend();

        assertThat(told.predictedUsd()).hasValue(3.5);
        assertThat(told.offer()).contains("Pub/Sub push");
    }

    private static Spending spending(double usdPerEvent, double usdPerHour, double budget) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("spend")
                .put("usdPerEvent", usdPerEvent)
                .put("usdPerHour", usdPerHour)
                .put("budgetUsd", budget);
        return Spending.of(request).orElseThrow();
    }

    private static Second second(long sent, long failed) {
        return new Second(new EventCounts(sent, sent, sent, sent, failed, 0), 0, 0, 0);
    }
}
