package io.triskel.load.size.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Machines;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.FunctionWork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The worked examples of functions-sizing.md, section 2 and 5: 1,000 events/s of 20 ms, 512 MB. */
class LambdaTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need NEED = Needs.withFunction(Duration.ZERO, 100, Duration.ZERO);
    private static final long MEMORY = 512L << 20;

    @Test
    void costs_by_batch_what_the_examples_say() {
        assertThat(aMillion(100, 0.020)).isCloseTo(0.169, within(0.0005));
        assertThat(aMillion(33, 0.020)).isCloseTo(0.173, within(0.0005));
        assertThat(aMillion(1, 0.020)).isCloseTo(0.367, within(0.0005));
        assertThat(aMillion(1, 0.069)).isCloseTo(0.775, within(0.0005));
    }

    /** Of a call of 2 s and 0.5 GB for each 100 events: 10,000 GB-s a million at 0.0000133334, and 0.002 for calls. */
    @Test
    void costs_a_fifth_less_on_arm64() {
        Lambda arm = lambda("arm64", NEED);

        assertThat(Needs.aMillion(Needs.likely(arm.bill(100, 29, PRICES)))).isCloseTo(0.13533, within(0.00001));
    }

    /** 29 environments x 0.5 GB x 3,600 s x 0.0000041667, and 36 million GB-s an hour less at 0.0000097222. */
    @Test
    void costs_for_ready_environments_and_less_for_busy_ones_with_provisioned_concurrency() {
        assertThat(Needs.likely(lambda("x86-provisioned", NEED).bill(100, 29, PRICES)))
                .isCloseTo(29 * 0.5 * 3600 * 0.0000041667 + 36_000 * 0.0000097222 + 36_000 * 0.2e-6, within(1e-6));
    }

    @Test
    void is_busy_with_twenty_events_at_once() {
        assertThat(lambda(NEED).lanes()).isCloseTo(20, within(1e-9));
    }

    /** By hand: two of eight readers work on an event, so 0.02 s x 2 x 3.6 million x 0.5 GB, and one of them on every second event. */
    @Test
    void works_on_what_readers_want_though_every_event_invokes_all_of_them() {
        Need eight = NEED.with(new Traffic(8, 4, 2, 0.5, false, 1, List.of("event")), false);
        Sized sized = lambda(eight).size(100, true, PRICES);

        assertThat(sized.items().get(0).anHour().likely()).isCloseTo(8 * 3.6e6, within(1e5));
        assertThat(sized.items().get(1).anHour().likely())
                .as("each invocation rounded up by a millisecond at most")
                .isBetween(72_000.0, 72_000 + 8 * 3.6e6 * 0.001 * 0.5);
        assertThat(lambda(eight).lanes()).isCloseTo(10, within(1e-9));
        assertThat(sized.units()).as("40 lanes at 70 percent").isEqualTo(58);
    }

    /** By hand: of 3.6 million events, two readers work for 20 ms, and six are billed the millisecond that a call has at least, at 0.5 GB. */
    @Test
    void is_billed_a_millisecond_for_a_call_that_works_on_nothing() {
        Need eight = NEED.with(new Traffic(8, 4, 2, 0.5, false, 1, List.of("event")), false);

        assertThat(lambda(eight).bill(1, 58, PRICES).get(1).anHour().likely())
                .isCloseTo(3.6e6 * (2 * 0.020 + 6 * 0.001) * 0.5, within(1.0));
    }

    /** Eight functions keep three environments each, of one vCPU, on instances of two. */
    @Test
    void keeps_three_environments_of_each_function_on_managed_instances() {
        Need eight = NEED.with(new Traffic(8, 8, 2, 0.5, false, 1, List.of("event")), false);

        assertThat(new Machines(
                                OfferBook.shipped().get("aws.lambda.managed-m7g-large"),
                                eight,
                                eight.function().orElseThrow())
                        .size(1, List.of(), PRICES)
                        .units())
                .isEqualTo(12);
    }

    @Test
    void needs_a_quota_of_a_hundred_where_it_is_called_directly() {
        assertThat(Lambda.quotaOfDirectCalls(1000, 0.020)).isEqualTo(100);
        assertThat(Lambda.quotaOfDirectCalls(1000, 0.200)).isEqualTo(200);
    }

    @Test
    void makes_69_ms_of_20_ms_of_processor_time_on_512_megabytes() {
        Need busy = Needs.withFunction(Duration.ofMillis(20), 100, Duration.ZERO);

        assertThat(lambda(busy).secondsAnEvent()).isCloseTo(0.0691, within(0.0001));
        assertThat(lambda(busy).size(11, false, PRICES).notes())
                .contains(
                        "an event of 20.0 ms, of which 20.0 ms are CPU time of a full vCPU, takes 69.1 ms on 0.29 vCPU");
    }

    @Test
    void asks_for_three_shards_since_two_are_exactly_full() {
        assertThat(stream(NEED).units()).isEqualTo(3);
        assertThat(lambda(NEED).size(2, false, PRICES).exceeded())
                .extracting(Exceeded::what)
                .containsExactly("29 lanes are needed, 2 shards have 20");
    }

    @Test
    void finds_33_events_a_poll_and_nearly_a_hundred_in_a_window_of_three_seconds() {
        assertThat(lambda(NEED).size(3, false, PRICES).notes())
                .anyMatch(note -> note.startsWith("batches of 33, at most 100; 10 lanes per shard"));

        Need patient = Needs.withFunction(Duration.ZERO, 100, Duration.ofSeconds(3));
        assertThat(lambda(patient).size(3, false, PRICES).notes())
                .as("the example says 100; windows that end before the batch is full take 4 off")
                .anyMatch(note -> note.startsWith("batches of 96, at most 100"));
    }

    @Test
    void starts_a_thousand_environments_every_ten_seconds() {
        assertThat(Lambda.secondsToStart(20)).isEqualTo(10);
        assertThat(Lambda.secondsToStart(1000)).isEqualTo(10);
        assertThat(Lambda.secondsToStart(3000)).isEqualTo(30);
    }

    @Test
    void needs_a_higher_quota_for_more_than_a_thousand_environments_which_is_no_reason_not_to_take_it() {
        Sized sized = lambda(NEED.withMean(100_000)).size(300, false, PRICES);

        assertThat(sized.exceeded()).singleElement().satisfies(quota -> {
            assertThat(quota.what()).isEqualTo("2,858 concurrent environments, the default quota is 1,000");
            assertThat(quota.onRequest()).isTrue();
        });
    }

    @Test
    void is_not_helped_by_lanes_where_one_key_has_too_much_work() {
        Sized sized = lambda(NEED.withHottest(0.06)).size(3, false, PRICES);

        assertThat(sized.exceeded())
                .extracting(Exceeded::what)
                .containsExactly("the hottest key needs 1.20 s of sequential work per second");
    }

    @Test
    void a_store_of_one_read_and_two_writes_an_event_costs_what_the_examples_say() {
        Range reads = Range.exactly(NEED.eventsAnHour());

        assertThat(Needs.aMillion(Needs.likely(DynamoDb.bill(NEED, reads, reads.times(2), PRICES))))
                .isCloseTo(1.375, within(1e-9));
        assertThat(Needs.aMillion(Needs.likely(DynamoDb.bill(NEED.in("eu"), reads, reads.times(2), PRICES))))
                .isCloseTo(1.552, within(0.0006));
    }

    private static double aMillion(double batch, double seconds) {
        Duration work = Duration.ofNanos(Math.round(seconds * 1e9));
        Need need = NEED.with(Optional.of(new FunctionWork(work, Duration.ZERO, MEMORY, 100, Duration.ZERO)));
        return Needs.aMillion(Needs.likely(lambda(need).bill(batch, 1, PRICES)));
    }

    /** The stream that a plan with Lambda has. */
    private static Sized stream(Need need) {
        return new Aws(Requests.measured()).plans(need, PRICES).get(0).bus();
    }

    private static Lambda lambda(Need need) {
        return lambda("x86", need);
    }

    private static Lambda lambda(String offer, Need need) {
        return new Lambda(
                OfferBook.shipped().get("aws.lambda." + offer),
                need,
                need.function().orElseThrow());
    }
}
