package io.triskel.load.size.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.size.price.PriceBook;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples of functions-sizing.md, sections 4 and 5: 1,000 events/s of 20 ms, 1 vCPU, 0.5 GiB. */
class CloudRunTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need WAITING = Needs.withFunction(Duration.ZERO, 100, Duration.ZERO);
    private static final Need BUSY = Needs.withFunction(Duration.ofMillis(20), 100, Duration.ZERO);

    @Test
    void work_that_waits_shares_one_instance() {
        CloudRun run = run(WAITING, 40);

        assertThat(run.instances(1000)).isEqualTo(1);
        assertThat(Needs.aMillion(Needs.likely(run.size(PRICES).items()))).isCloseTo(0.425, within(0.0005));
    }

    @Test
    void work_that_computes_needs_34_instances_at_sixty_percent() {
        CloudRun run = run(BUSY, 40);
        List<BillLine> items = run.size(PRICES).items();

        assertThat(run.instances(1000)).isEqualTo(34);
        assertThat(Needs.aMillion(Needs.likely(items))).isCloseTo(1.259, within(0.0006));
        assertThat(Needs.aMillion(Needs.low(items))).as("packed").isCloseTo(0.905, within(0.0005));
        assertThat(Needs.aMillion(Needs.high(items))).as("each alone").isCloseTo(2.925, within(0.0005));
    }

    /** By hand: four of eight readers get an event and two work on it; alone, work and ignoring take a step of 100 ms each. */
    @Test
    void is_called_for_what_passes_the_filter_and_works_on_what_readers_want() {
        List<BillLine> items = run(BUSY.with(new Traffic(8, 4, 2, 0.5, false, 1, List.of("event")), false), 40)
                .size(PRICES)
                .items();

        assertThat(items.get(0).anHour().likely()).isCloseTo(4 * 3.6e6, within(1e-6));
        assertThat(items.get(1).anHour().low()).isCloseTo(2 * 3.6e6 * 0.020, within(1e-6));
        assertThat(items.get(1).anHour().high()).isCloseTo(4 * 3.6e6 * 0.1, within(1e-6));
    }

    @Test
    void one_request_an_instance_needs_34_as_well() {
        assertThat(run(WAITING, 1).instances(1000)).isEqualTo(34);
    }

    /** 34 instances x 3,600 s x (1 vCPU x 0.000018 + 0.5 GiB x 0.000002), and nothing per request. */
    @Test
    void instance_based_billing_charges_what_lives_and_no_request() {
        assertThat(Needs.likely(run("instances", BUSY, 40).size(PRICES).items()))
                .isCloseTo(34 * 3600 * (0.000018 + 0.5 * 0.000002), within(1e-9));
    }

    /** 20 vCPUs of work at 70% are 29 instances x 3,600 s x (0.000018 + 0.5 x 0.000002). */
    @Test
    void instances_that_pull_are_bought_for_the_peak() {
        assertThat(Needs.likely(run("pulling", BUSY, 40).size(PRICES).items()))
                .isCloseTo(29 * 3600 * (0.000018 + 0.5 * 0.000002), within(1e-9));
    }

    @Test
    void one_read_and_two_writes_an_event_cost_what_the_examples_say() {
        Range reads = Range.exactly(WAITING.eventsAnHour());

        assertThat(Needs.aMillion(Needs.likely(Firestore.bill(WAITING, reads, reads.times(2), PRICES))))
                .isCloseTo(2.10, within(1e-9));
    }

    private static CloudRun run(Need need, int concurrency) {
        return run("requests", need, concurrency);
    }

    private static CloudRun run(String offer, Need need, int concurrency) {
        return new CloudRun(
                OfferBook.shipped().get("gcp.run." + offer),
                need,
                need.function().orElseThrow(),
                concurrency);
    }
}
