package io.triskel.load.size.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.size.price.PriceBook;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples of functions-sizing.md, sections 3 and 5: 1,000 events/s of 20 ms. */
class FlexTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need NEED = Needs.withFunction(Duration.ZERO, 100, Duration.ZERO);

    @Test
    void batches_of_a_hundred_cost_the_same_alone_and_merged_on_512_megabytes() {
        List<BillLine> items = flex(Flex.Size.SMALL).cost(100, 0.020, 1, PRICES);

        assertThat(Needs.aMillion(Needs.high(items))).isCloseTo(0.264, within(0.0005));
        assertThat(Needs.aMillion(Needs.low(items))).isCloseTo(0.264, within(0.0005));
    }

    @Test
    void batches_of_a_hundred_cost_half_where_an_instance_of_2_gigabytes_has_two_at_once() {
        List<BillLine> items = flex(Flex.Size.MEDIUM).cost(100, 0.020, 2, PRICES);

        assertThat(Needs.aMillion(Needs.high(items))).isCloseTo(1.044, within(0.0005));
        assertThat(Needs.aMillion(Needs.low(items))).isCloseTo(0.524, within(0.0005));
    }

    @Test
    void batches_of_a_hundred_events_of_1_ms_cost_ten_times_more_alone_than_merged() {
        List<BillLine> items = flex(Flex.Size.MEDIUM).cost(100, 0.001, 1, PRICES);

        assertThat(Needs.aMillion(Needs.high(items))).isCloseTo(0.524, within(0.0005));
        assertThat(Needs.aMillion(Needs.low(items))).isCloseTo(0.056, within(0.0005));
    }

    /** By hand: two of eight readers work on an event, merged 0.02 s x 2 x 3.6 million x 0.5 GB; batches of 100 invoke all eight. */
    @Test
    void works_on_what_readers_want_though_every_event_invokes_all_of_them() {
        Need eight = NEED.with(new Traffic(8, 4, 2, 0.5, false, 1, 1), false);
        Flex flex = new Flex(eight, eight.function().orElseThrow(), Flex.Size.SMALL);
        List<BillLine> items = flex.cost(100, 0.020 * 2 / 8, 1, PRICES);

        assertThat(items.get(0).anHour().likely()).isCloseTo(288_000, within(1e-6));
        assertThat(items.get(1).anHour().low()).isCloseTo(72_000, within(1e-6));
        assertThat(flex.lanes()).isCloseTo(1000 * 0.5 * flex.secondsAnEvent(), within(1e-9));
    }

    @Test
    void single_events_have_bounds_far_apart() {
        List<BillLine> small = flex(Flex.Size.SMALL).cost(1, 0.020, 1, PRICES);
        List<BillLine> medium = flex(Flex.Size.MEDIUM).cost(1, 0.020, 1, PRICES);

        assertThat(Needs.aMillion(Needs.high(small))).isCloseTo(13.40, within(0.005));
        assertThat(Needs.aMillion(Needs.low(small))).isCloseTo(0.66, within(0.005));
        assertThat(Needs.aMillion(Needs.high(medium))).isCloseTo(52.40, within(0.005));
        assertThat(Needs.aMillion(Needs.low(medium))).isCloseTo(1.44, within(0.005));
    }

    @Test
    void one_event_a_minute_is_billed_for_a_second_each() {
        Need rare = NEED.withMean(1.0 / 60);
        Range seconds = new Flex(rare, rare.function().orElseThrow(), Flex.Size.SMALL)
                .cost(1, 0.020, 1, PRICES)
                .get(1)
                .anHour();

        assertThat(seconds.likely()).isCloseTo(seconds.high(), within(0.02 * seconds.high()));
        assertThat(seconds.high()).isCloseTo(50 * seconds.low(), within(0.01));
    }

    @Test
    void work_of_20_ms_needs_29_partitions_and_so_a_hub_of_32() {
        assertThat(Hub.partitions(NEED, flex(Flex.Size.SMALL).lanes())).isEqualTo(29);
    }

    @Test
    void takes_a_larger_size_where_the_processor_of_the_small_one_needs_too_many_partitions() {
        Need busy = Needs.withFunction(Duration.ofMillis(20), 100, Duration.ZERO);

        assertThat(new Flex(busy, busy.function().orElseThrow(), Flex.Size.SMALL).secondsAnEvent())
                .isCloseTo(0.080, within(1e-9));
        assertThat(Flex.fitting(busy, busy.function().orElseThrow(), 32).secondsAnEvent())
                .isCloseTo(0.020, within(1e-9));
    }

    @Test
    void three_operations_an_event_cost_what_the_examples_say() {
        Range operations = Range.exactly(3 * NEED.eventsAnHour());

        assertThat(Needs.aMillion(Needs.likely(TableStorage.bill(NEED, operations, PRICES))))
                .isCloseTo(0.108, within(1e-9));
    }

    /** 0.004 USD for 10,000 "other" operations, one per execution. */
    @Test
    void each_execution_costs_a_checkpoint() {
        Range executions = Range.exactly(NEED.eventsAnHour());

        assertThat(Needs.aMillion(Needs.likely(TableStorage.checkpoints(NEED, executions, PRICES))))
                .isCloseTo(0.4, within(1e-9));
        assertThat(TableStorage.checkpoints(NEED, Range.ZERO, PRICES)).isEmpty();
    }

    private static Flex flex(Flex.Size size) {
        return new Flex(NEED, NEED.function().orElseThrow(), size);
    }
}
