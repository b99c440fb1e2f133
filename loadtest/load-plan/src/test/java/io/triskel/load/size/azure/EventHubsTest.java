package io.triskel.load.size.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import org.junit.jupiter.api.Test;

/** The worked examples A (1 KiB) and B (10 KiB) of buses-sizing.md, sections 5 and 6. */
class EventHubsTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need A = Needs.example(1024);
    private static final Need B = Needs.example(10_240);

    @Test
    void standard_costs_what_the_examples_say() {
        assertCosts(standard(A, false), 2, 0.1608, 0.0447);
        assertCosts(standard(B, false), 16, 0.5808, 0.1613);
    }

    @Test
    void capture_costs_what_the_examples_say() {
        assertCosts(standard(A, true), 2, 0.3608, 0.1002);
        assertCosts(standard(B, true), 16, 2.1808, 0.6058);
    }

    @Test
    void egress_binds_from_three_consumers_on() {
        assertThat(standard(A, false).binding()).map(Bound::limit).contains("egress 2 MB/s a unit");
        assertThat(standard(Needs.example(1024, 1), false).binding())
                .map(Bound::limit)
                .contains("ingress 1 MB/s a unit");
    }

    @Test
    void premium_costs_what_the_examples_say_at_both_rates_that_circulate() {
        assertCosts(ProcessingUnits.size(A, 0, PRICES), 1, 1.027, 0.285);

        Sized b = ProcessingUnits.size(B, 0, PRICES);
        assertThat(Needs.low(b.items())).isCloseTo(2.054, within(1e-9));
        assertThat(Needs.high(b.items())).isCloseTo(4.108, within(1e-9));
    }

    @Test
    void dedicated_costs_what_the_examples_say() {
        assertCosts(CapacityUnits.size(A, 0, PRICES), 1, 6.849, 1.90);
        assertCosts(CapacityUnits.size(B, 0, PRICES), 1, 6.849, 1.90);
    }

    @Test
    void basic_has_one_consumer_group() {
        assertThat(new ThroughputUnits(Hub.BASIC, false).size(A, 0, PRICES).exceeded())
                .extracting(Exceeded::fact)
                .containsExactly("eh-cg-basic");
    }

    @Test
    void a_function_of_more_lanes_than_partitions_exceeds_standard() {
        assertThat(new ThroughputUnits(Hub.STANDARD, false).size(A, 33, PRICES).exceeded())
                .extracting(Exceeded::what)
                .containsExactly("33 partitions are needed, a hub of Standard has 32");
    }

    @Test
    void a_namespace_has_forty_units() {
        assertThat(standard(B.withMean(3000), false).exceeded())
                .extracting(Exceeded::fact)
                .contains("eh-tu-max");
    }

    private static Sized standard(Need need, boolean capture) {
        return new ThroughputUnits(Hub.STANDARD, capture).size(need, 0, PRICES);
    }

    private static void assertCosts(Sized sized, int units, double anHour, double aMillion) {
        assertThat(sized.units()).isEqualTo(units);
        assertThat(Needs.likely(sized.items())).isCloseTo(anHour, within(0.00015));
        assertThat(Needs.aMillion(Needs.likely(sized.items())))
                .isCloseTo(aMillion, within(aMillion > 1 ? 0.005 : 0.0005));
    }
}
