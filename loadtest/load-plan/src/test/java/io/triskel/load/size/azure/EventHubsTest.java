package io.triskel.load.size.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import org.junit.jupiter.api.Test;

/** The worked examples A (1 KiB) and B (10 KiB) of buses-sizing.md, sections 5 and 6. */
class EventHubsTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need A = Needs.example(1024);
    private static final Need B = Needs.example(10_240);

    @Test
    void standard_costs_what_the_examples_say() {
        assertCosts(bus("standard", A), 2, 0.1608, 0.0447);
        assertCosts(bus("standard", B), 16, 0.5808, 0.1613);
    }

    /** 0.3608 - 0.1608 and 2.1808 - 0.5808 of the examples: 0.10 USD per unit and hour. */
    @Test
    void capture_costs_what_the_examples_say() {
        assertThat(captured(A)).isCloseTo(0.20, within(1e-9));
        assertThat(captured(B)).isCloseTo(1.60, within(1e-9));
    }

    @Test
    void egress_binds_from_three_consumers_on() {
        assertThat(bus("standard", A).binding()).map(Bound::limit).contains("egress 2 MB/s a unit");
        assertThat(bus("standard", Needs.example(1024, 1)).binding())
                .map(Bound::limit)
                .contains("ingress 1 MB/s a unit");
    }

    @Test
    void premium_costs_what_the_examples_say_at_both_ends_of_the_documented_span() {
        assertCosts(bus("premium", A), 1, 1.027, 0.285);

        Sized b = bus("premium", B);
        assertThat(Needs.low(b.items())).isCloseTo(2.054, within(1e-9));
        assertThat(Needs.high(b.items())).isCloseTo(4.108, within(1e-9));
    }

    @Test
    void dedicated_costs_what_the_examples_say() {
        assertCosts(bus("dedicated", A), 1, 6.849, 1.90);
        assertCosts(bus("dedicated", B), 1, 6.849, 1.90);
    }

    @Test
    void basic_has_one_consumer_group() {
        assertThat(bus("basic", A).exceeded()).extracting(Exceeded::fact).containsExactly("eh-cg-basic");
    }

    @Test
    void a_function_of_more_lanes_than_partitions_exceeds_standard() {
        assertThat(Hub.size(OfferBook.shipped().get("azure.event-hubs.standard"), A, 33, 24, PRICES)
                        .exceeded())
                .extracting(Exceeded::what)
                .containsExactly("33 partitions are needed, a hub of Event Hubs Standard has 32");
    }

    @Test
    void a_namespace_has_forty_units() {
        assertThat(bus("standard", B.withMean(3000)).exceeded())
                .extracting(Exceeded::fact)
                .contains("eh-tu-max");
    }

    /** A publication has at most 1 MB, which is less than 1 MiB. */
    @Test
    void an_event_of_1_mib_is_larger_than_standard_takes() {
        assertThat(bus("standard", Needs.example(1 << 20)).exceeded())
                .filteredOn(one -> one.gate().equals(Gate.EVENT_SIZE))
                .extracting(Exceeded::what)
                .containsExactly("an event has 1,048,576 bytes, Event Hubs Standard takes 1,000,000");
        assertThat(bus("standard", Needs.example(1_000_000)).exceeded())
                .noneMatch(one -> one.gate().equals(Gate.EVENT_SIZE));
    }

    /** 24 MB/s in, at most 5 MB/s a unit: 4.8, so 6 of 1, 2, 4, 6, 8, 10, 12, 16; at 10 MB/s 2.4, so 4. */
    @Test
    void premium_is_sold_on_a_ladder() {
        Sized sized = bus("premium", Needs.example(10_000, 1).withMean(2400));

        assertThat(sized.units()).isEqualTo(6);
        assertThat(Needs.low(sized.items())).isCloseTo(4 * 1.027, within(1e-9));
        assertThat(Needs.high(sized.items())).isCloseTo(6 * 1.027, within(1e-9));
    }

    private static double captured(Need need) {
        Need archived = need.with(Traffic.of(3).archived(), false);
        return new Azure(Requests.measured())
                .plans(archived, PRICES).stream()
                        .filter(plan -> plan.bus().offer().id().equals("azure.event-hubs.standard"))
                        .flatMap(plan -> plan.archive().orElseThrow().items().stream())
                        .filter(item -> item.name().equals("Capture"))
                        .mapToDouble(item -> item.usdAnHour().likely())
                        .sum();
    }

    private static Sized bus(String offer, Need need) {
        return Needs.bus(new Azure(Requests.measured()), "azure.event-hubs." + offer, need, PRICES);
    }

    private static void assertCosts(Sized sized, int units, double anHour, double aMillion) {
        assertThat(sized.units()).isEqualTo(units);
        assertThat(Needs.likely(sized.items())).isCloseTo(anHour, within(0.00015));
        assertThat(Needs.aMillion(Needs.likely(sized.items())))
                .isCloseTo(aMillion, within(aMillion > 1 ? 0.005 : 0.0005));
    }
}
