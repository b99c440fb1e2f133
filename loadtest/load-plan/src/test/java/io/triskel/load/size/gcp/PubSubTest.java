package io.triskel.load.size.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples A (1 KiB) and B (10 KiB) of buses-sizing.md, section 7, which count no retention. */
class PubSubTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need A = Needs.example(1024);
    private static final Need B = Needs.example(10_240);

    @Test
    void costs_what_the_examples_say() {
        assertCosts(A, 0.5553, 0.1543);
        assertCosts(B, 5.3833, 1.4954);
    }

    @Test
    void small_events_cost_four_times_more_one_by_one() {
        BillLine published = bus("pull", Needs.example(200)).items().get(0);

        assertThat(Needs.aMillion(published.usdAnHour().high())).isCloseTo(0.0364, within(0.00005));
        assertThat(Needs.aMillion(published.usdAnHour().low())).isCloseTo(0.0086, within(0.00005));
    }

    @Test
    void agrees_with_googles_own_sample_bill() {
        Need sample = Needs.example(1024 * 1024, 1).withMean(10);
        double aMonth = Needs.likely(busOf(sample)) * 730;

        assertThat(aMonth).as("10 MiB/s, one subscription: 2,000 USD").isCloseTo(2000, within(10.0));
    }

    @Test
    void a_key_takes_a_megabyte_a_second() {
        assertThat(bus("pull", B.withHottest(0.1)).exceeded())
                .extracting(Exceeded::fact)
                .containsExactly("ps-key-rate");
    }

    @Test
    void push_has_a_tenth_of_the_quota_of_pull() {
        Need much = Needs.example(1024, 1).withMean(300_000);

        assertThat(bus("push", much).exceeded()).extracting(Exceeded::fact).containsExactly("ps-q-push-large");
        assertThat(bus("pull", much).exceeded()).isEmpty();
    }

    private static void assertCosts(Need need, double anHour, double aMillion) {
        double cost = Needs.likely(busOf(need));
        assertThat(cost).isCloseTo(anHour, within(0.00015));
        assertThat(Needs.aMillion(cost)).isCloseTo(aMillion, within(0.00006));
    }

    private static List<BillLine> busOf(Need need) {
        return bus("pull", need).items().stream()
                .filter(item -> !item.name().equals("retention"))
                .toList();
    }

    private static Sized bus(String offer, Need need) {
        return Needs.bus(new Gcp(Requests.measured()), "gcp.pub-sub." + offer, need, PRICES);
    }
}
