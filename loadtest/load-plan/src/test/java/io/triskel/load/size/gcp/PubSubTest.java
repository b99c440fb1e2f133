package io.triskel.load.size.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.gcp.PubSub.Delivery;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.price.PriceBook;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples A (1 KiB) and B (10 KiB) of buses-sizing.md, section 7, which count no retention. */
class PubSubTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need A = Needs.example(1024);
    private static final Need B = Needs.example(10_240);

    @Test
    void costs_what_the_examples_say() {
        assertCosts(A, Delivery.PULL, 0.5553, 0.1543);
        assertCosts(B, Delivery.PULL, 5.3833, 1.4954);
    }

    @Test
    void costs_what_the_examples_say_with_one_subscription_to_bigquery() {
        assertCosts(A, Delivery.BIG_QUERY, 0.5900, 0.1639);
        assertCosts(B, Delivery.BIG_QUERY, 5.7197, 1.5888);
    }

    @Test
    void small_events_cost_four_times_more_one_by_one() {
        BillLine published = new PubSub(Delivery.PULL)
                .size(Needs.example(200), PRICES)
                .items()
                .get(0);

        assertThat(Needs.aMillion(published.usdAnHour().high())).isCloseTo(0.0364, within(0.00005));
        assertThat(Needs.aMillion(published.usdAnHour().low())).isCloseTo(0.0086, within(0.00005));
    }

    @Test
    void agrees_with_googles_own_sample_bill() {
        Need sample = Needs.example(1024 * 1024, 1).withMean(10);
        double aMonth = Needs.likely(busOf(sample, Delivery.PULL)) * 730;

        assertThat(aMonth).as("10 MiB/s, one subscription: 2,000 USD").isCloseTo(2000, within(10.0));
    }

    @Test
    void a_key_takes_a_megabyte_a_second() {
        assertThat(new PubSub(Delivery.PULL).size(B.withHottest(0.1), PRICES).exceeded())
                .extracting(Exceeded::fact)
                .containsExactly("ps-key-rate");
    }

    @Test
    void push_has_a_tenth_of_the_quota_of_pull() {
        Need much = Needs.example(1024, 1).withMean(300_000);

        assertThat(new PubSub(Delivery.PUSH).size(much, PRICES).exceeded())
                .extracting(Exceeded::fact)
                .containsExactly("ps-q-push-large");
        assertThat(new PubSub(Delivery.PULL).size(much, PRICES).exceeded()).isEmpty();
    }

    private static void assertCosts(Need need, Delivery delivery, double anHour, double aMillion) {
        double cost = Needs.likely(busOf(need, delivery));
        assertThat(cost).isCloseTo(anHour, within(0.00015));
        assertThat(Needs.aMillion(cost)).isCloseTo(aMillion, within(0.00006));
    }

    private static List<BillLine> busOf(Need need, Delivery delivery) {
        return new PubSub(delivery)
                .size(need, PRICES).items().stream()
                        .filter(item -> !item.name().equals("retention"))
                        .toList();
    }
}
