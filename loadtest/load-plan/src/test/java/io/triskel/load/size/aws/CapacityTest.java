package io.triskel.load.size.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import java.util.List;
import org.junit.jupiter.api.Test;

/** 1,000 reads and 2,000 writes a second on average, of units of 0.00013 and 0.00065 USD an hour, at 70%. */
class CapacityTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final double FOR_THE_MEAN = (1000 * 0.00013 + 2000 * 0.00065) / 0.7;

    @Test
    void beats_on_demand_if_the_load_does_not_move() {
        Need steady = Needs.example(1024);

        assertThat(Needs.likely(provisioned(steady))).isCloseTo(FOR_THE_MEAN, within(1e-9));
        assertThat(Needs.likely(onDemand(steady)))
                .isCloseTo(3600 * (1000 * 0.125e-6 + 2000 * 0.625e-6), within(1e-9))
                .isGreaterThan(FOR_THE_MEAN);
    }

    @Test
    void is_bought_for_a_peak_that_may_come_suddenly_and_for_the_mean_at_best() {
        Need bursty = Needs.example(1024).at(1000, 5000);

        assertThat(Needs.low(provisioned(bursty))).isCloseTo(FOR_THE_MEAN, within(1e-9));
        assertThat(Needs.likely(provisioned(bursty))).isCloseTo(5 * FOR_THE_MEAN, within(1e-9));
    }

    private static List<BillLine> provisioned(Need need) {
        return Capacity.of(OfferBook.shipped().get("aws.dynamodb.provisioned"), need, onDemand(need), PRICES);
    }

    private static List<BillLine> onDemand(Need need) {
        Range reads = Range.exactly(need.eventsAnHour());
        return DynamoDb.bill(need, reads, reads.times(2), PRICES);
    }
}
