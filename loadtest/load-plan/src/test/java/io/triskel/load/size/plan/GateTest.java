package io.triskel.load.size.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.size.offer.OfferBook;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final String KINESIS = "aws.kinesis.provisioned";
    private static final Floor FLOOR = new Floor(0, "", true);

    @Test
    void a_limit_closes_its_own_gate_alone() {
        Plan plan =
                plan(KINESIS, new Exceeded(Gate.RETENTION, "90 days, the bus keeps 7", "eh-ret-standard", "Premium"));

        assertThat(plan.gates())
                .filteredOn(gate -> !gate.passes())
                .singleElement()
                .satisfies(gate -> {
                    assertThat(gate.id()).isEqualTo(Gate.RETENTION);
                    assertThat(gate.why()).isEqualTo("90 days, the bus keeps 7. Fix: Premium");
                    assertThat(gate.fact()).isEqualTo("eh-ret-standard");
                });
        assertThat(plan.qualifies()).isFalse();
    }

    @Test
    void a_quota_that_is_raised_on_request_passes_and_says_so() {
        Plan plan = plan(
                KINESIS,
                Exceeded.quota(200, 100, "shards", "kds-shard-quota-large").orElseThrow());

        assertThat(plan.qualifies()).isTrue();
        assertThat(plan.gates())
                .filteredOn(gate -> gate.id().equals(Gate.QUOTA))
                .singleElement()
                .satisfies(gate -> assertThat(gate.why()).startsWith("200 shards, the default quota is 100"));
    }

    @Test
    void of_two_limits_of_a_gate_the_one_that_nobody_raises_counts() {
        Plan plan = plan(
                KINESIS,
                Exceeded.quota(200, 100, "shards", "kds-shard-quota-large").orElseThrow(),
                Exceeded.quota(2000, 100, "shards", "kds-shard-quota-large").orElseThrow());

        assertThat(plan.gates())
                .filteredOn(gate -> !gate.passes())
                .extracting(Gate::id)
                .containsExactly(Gate.QUOTA);
    }

    @Test
    void a_bus_that_is_not_documented_to_keep_the_order_of_a_key_does_not_qualify() {
        assertThat(plan("aws.firehose").gates())
                .filteredOn(gate -> !gate.passes())
                .extracting(Gate::id)
                .containsExactly(Gate.ORDER);
    }

    @Test
    void waits_that_alone_exceed_the_objective_close_their_gate() {
        Latency slow = new Latency(
                new Floor(500, "polled", true), Collections.nCopies(8, "event"), Optional.of(Duration.ofSeconds(3)));
        Plan polled = plan(KINESIS);
        Plan late = new Plan("aws", polled.bus(), polled.archive(), polled.function(), polled.store(), List.of(), slow);

        assertThat(late.gates())
                .filteredOn(gate -> !gate.passes())
                .extracting(Gate::id)
                .containsExactly(Gate.OBJECTIVE);
    }

    @Test
    void an_unknown_gate_is_refused() {
        assertThatThrownBy(() -> new Gate("colour", true, "", ""))
                .hasMessageStartingWith("'colour' is not a gate; known: load, quota");
    }

    private static Plan plan(String offer, Exceeded... exceeded) {
        Sized bus = new Sized(
                OfferBook.shipped().get(offer),
                1,
                List.of(),
                List.of(),
                List.of(exceeded),
                List.of(),
                FLOOR,
                Range.ZERO);
        Latency latency = new Latency(FLOOR, List.of("event"), Optional.empty());
        return new Plan("aws", bus, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), latency);
    }
}
