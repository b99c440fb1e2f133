package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.plan.Range;
import io.triskel.load.workload.WorkloadFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Events for a US dollar, as a person computes them from the prices of prices-2026-11.json: 1,024 bytes an event, one consumer, kept a day,
 * no function.
 */
class EventsPerDollarTest {
    /** A shard-hour costs 0.015 USD, a million put units of 25 KB 0.014 USD: one for each event (kds-p-shard, kds-p-put). */
    private static double kinesis(int shards, double rate) {
        return rate * 3600 / (shards * 0.015 + rate * 3600 * 0.014e-6);
    }

    private static Optional<EventsPerDollar> of(
            String cloud, Range rate, boolean isCapacity, Optional<String> offer, Map<String, Double> units) {
        Sizing sizing = Sizing.of(
                WorkloadFile.read(Path.of("../workloads/capacity.yaml")), Optional.of("us"), Clouds.installed());
        return EventsPerDollar.of(sizing, cloud, new EventsPerDollar.Measured(rate, isCapacity, offer, units));
    }

    private static EventsPerDollar capacity(String cloud, Range rate, Map<String, Double> units) {
        return of(cloud, rate, true, Optional.empty(), units).orElseThrow();
    }

    @Test
    void a_capacity_of_kinesis_is_divided_by_its_shards_and_put_units() {
        EventsPerDollar found = capacity("aws", new Range(3_800, 3_800, 3_900), Map.of("shard", 4.0));

        assertThat(found.offer()).isEqualTo("Kinesis provisioned");
        assertThat(found.units()).isEqualTo(4);
        assertThat(found.events().low()).isCloseTo(kinesis(4, 3_800), withinPercentage(0.01));
        assertThat(found.events().likely()).isCloseTo(54_389_313, withinPercentage(0.01));
        assertThat(found.events().high()).isCloseTo(kinesis(4, 3_900), withinPercentage(0.01));
    }

    @Test
    void units_that_were_deployed_are_billed_whether_the_rate_needs_them_or_not() {
        EventsPerDollar found = capacity("aws", Range.exactly(3_800), Map.of("shard", 9.0));

        assertThat(found.units()).isEqualTo(9);
        assertThat(found.events().likely()).isCloseTo(kinesis(9, 3_800), withinPercentage(0.01));
    }

    @Test
    void a_capacity_of_event_hubs_is_divided_by_its_throughput_units_and_events() {
        EventsPerDollar found = capacity("azure", Range.exactly(900), Map.of("throughputUnit", 1.0));

        // 0.03 USD for a unit's hour, 0.028 USD for a million events (eh-p-std, eh-p-events).
        assertThat(found.offer()).isEqualTo("Event Hubs Standard");
        assertThat(found.events().likely())
                .isCloseTo(900 * 3600 / (0.03 + 900 * 3600 * 0.028e-6), withinPercentage(0.01));
    }

    @Test
    void a_rate_of_pub_sub_is_paid_by_the_byte_each_way_so_that_the_rate_does_not_matter() {
        // 40 USD for a TiB in and out of a message with its key, 0.27 USD for a GiB-month kept a day (ps-p-basic,
        // ps-p-storage).
        double perEvent = 2 * (1024 + 36) * 40 / (double) (1L << 40) + 24 / 730.0 * 1024 * 0.27 / (1L << 30);

        EventsPerDollar found = capacity("gcp", new Range(1_000, 1_000, 2_000), Map.of());

        assertThat(found.events().low()).isCloseTo(1 / perEvent, withinPercentage(0.1));
        assertThat(found.events().high()).isCloseTo(1 / perEvent, withinPercentage(0.1));
    }

    @Test
    void a_rate_that_is_no_capacity_is_carried_by_what_the_workloads_peak_needs() {
        EventsPerDollar found = of("aws", Range.exactly(1_000), false, Optional.of("Kinesis provisioned"), Map.of())
                .orElseThrow();

        assertThat(found.units()).as("the search goes to 100,000 events/s").isEqualTo(100);
        assertThat(found.events().likely()).isCloseTo(kinesis(100, 1_000), withinPercentage(0.01));
    }

    @Test
    void a_bracket_without_an_upper_end_leaves_the_events_without_one() {
        Range events = capacity("aws", new Range(3_800, 3_800, Double.POSITIVE_INFINITY), Map.of("shard", 4.0))
                .events();

        assertThat(events.low()).isCloseTo(kinesis(4, 3_800), withinPercentage(0.01));
        assertThat(events.high()).isInfinite();
    }

    @Test
    void an_interval_that_begins_at_zero_leaves_events_that_do() {
        Range events = capacity("aws", new Range(0, 3_800, 3_900), Map.of("shard", 4.0))
                .events();

        assertThat(events.low()).isZero();
        assertThat(events.likely()).isCloseTo(kinesis(4, 3_800), withinPercentage(0.01));
    }

    @Test
    void an_offer_that_no_price_is_known_of_has_none() {
        assertThat(of("aws", Range.exactly(1_000), true, Optional.of("another"), Map.of()))
                .isEmpty();
    }
}
