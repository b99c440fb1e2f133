package io.triskel.load.size.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.size.price.PriceBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples of functions-sizing.md, sections 3 and 5: 1,000 events/s of 20 ms. */
class FlexTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need NEED = Needs.withFunction(Duration.ZERO, 100, Duration.ZERO);

    @Test
    void batches_of_a_hundred_cost_the_same_alone_and_merged_on_512_megabytes() {
        List<BillLine> items = flex(512).cost(100, 0.020, 1, PRICES);

        assertThat(Needs.aMillion(Needs.high(items))).isCloseTo(0.264, within(0.0005));
        assertThat(Needs.aMillion(Needs.low(items))).isCloseTo(0.264, within(0.0005));
    }

    @Test
    void batches_of_a_hundred_cost_half_where_an_instance_of_2_gigabytes_has_two_at_once() {
        List<BillLine> items = flex(2048).cost(100, 0.020, 2, PRICES);

        assertThat(Needs.aMillion(Needs.high(items))).isCloseTo(1.044, within(0.0005));
        assertThat(Needs.aMillion(Needs.low(items))).isCloseTo(0.524, within(0.0005));
    }

    @Test
    void batches_of_a_hundred_events_of_1_ms_cost_ten_times_more_alone_than_merged() {
        List<BillLine> items = flex(2048).cost(100, 0.001, 1, PRICES);

        assertThat(Needs.aMillion(Needs.high(items))).isCloseTo(0.524, within(0.0005));
        assertThat(Needs.aMillion(Needs.low(items))).isCloseTo(0.056, within(0.0005));
    }

    /** By hand: two of eight readers work on an event, merged 0.02 s x 2 x 3.6 million x 0.5 GB; batches of 100 invoke all eight. */
    @Test
    void works_on_what_readers_want_though_every_event_invokes_all_of_them() {
        Need eight = NEED.with(new Traffic(8, 4, 2, 0.5, false, 1, List.of("event")), false);
        Flex flex = flex(512, eight);
        List<BillLine> items = flex.cost(100, 0.020 * 2 / 8, 1, PRICES);

        assertThat(items.get(0).anHour().likely()).isCloseTo(288_000, within(1e-6));
        assertThat(items.get(1).anHour().low()).isCloseTo(72_000, within(1e-6));
        assertThat(flex.lanes()).isCloseTo(1000 * 0.5 * flex.secondsAnEvent(), within(1e-9));
    }

    @Test
    void single_events_have_bounds_far_apart() {
        List<BillLine> small = flex(512).cost(1, 0.020, 1, PRICES);
        List<BillLine> medium = flex(2048).cost(1, 0.020, 1, PRICES);

        assertThat(Needs.aMillion(Needs.high(small))).isCloseTo(13.40, within(0.005));
        assertThat(Needs.aMillion(Needs.low(small))).isCloseTo(0.66, within(0.005));
        assertThat(Needs.aMillion(Needs.high(medium))).isCloseTo(52.40, within(0.005));
        assertThat(Needs.aMillion(Needs.low(medium))).isCloseTo(1.44, within(0.005));
    }

    @Test
    void one_event_a_minute_is_billed_for_a_second_each() {
        Need rare = NEED.withMean(1.0 / 60);
        Range seconds = flex(512, rare).cost(1, 0.020, 1, PRICES).get(1).anHour();

        assertThat(seconds.likely()).isCloseTo(seconds.high(), within(0.02 * seconds.high()));
        assertThat(seconds.high()).isCloseTo(50 * seconds.low(), within(0.01));
    }

    @Test
    void work_of_20_ms_needs_29_partitions_and_so_a_hub_of_32() {
        assertThat(Hub.partitions(NEED, flex(512).lanes())).isEqualTo(29);
    }

    @Test
    void the_processor_of_the_small_size_makes_80_ms_of_20() {
        Need busy = Needs.withFunction(Duration.ofMillis(20), 100, Duration.ZERO);

        assertThat(flex(512, busy).secondsAnEvent()).isCloseTo(0.080, within(1e-9));
        assertThat(flex(2048, busy).secondsAnEvent()).isCloseTo(0.020, within(1e-9));
    }

    /** 2,048 MB hold four batches of 512 MB that wait; one of two that compute half of the time; 4,096 MB four. */
    @Test
    void batches_on_an_instance_share_its_memory_and_its_processor() {
        Need halfBusy = Needs.withFunction(Duration.ofMillis(10), 100, Duration.ZERO);

        assertThat(flex(512).atOnce()).isEqualTo(1);
        assertThat(flex(2048).atOnce()).isEqualTo(4);
        assertThat(flex(2048, halfBusy).atOnce()).isEqualTo(2);
        assertThat(flex(4096, halfBusy).atOnce()).isEqualTo(4);
    }

    /**
     * 1,000/s of 20 ms in batches of 100: 10 executions a second of 2 s keep 20 batches busy, four on an instance: 5 instances x 2 GB x
     * 3,600 s at 0.000026, when periods follow without gaps; 0.4 USD per million executions.
     */
    @Test
    void concurrent_executions_are_billed_once_for_their_instance() {
        Need full = Needs.withFunction(Duration.ZERO, 100, Duration.ofSeconds(60));
        double lowest = Needs.low(flex(2048, full).size(29, PRICES).items());

        assertThat(lowest).isCloseTo(5 * 2 * 3600 * 0.000026 + 10 * 3600 * 0.4e-6, within(0.001));
    }

    @Test
    void instances_that_are_always_ready_cost_less_while_they_work_and_something_while_they_do_not() {
        List<BillLine> ready = new Flex(
                        OfferBook.shipped().get("azure.functions.flex-512-ready"),
                        NEED,
                        NEED.function().orElseThrow())
                .cost(100, 0.020, 1, PRICES);

        // 20 busy of 29 ready instances of 0.5 GB: 0.000004 all the time, and 0.000016 while they work.
        assertThat(Needs.likely(ready))
                .isCloseTo(29 * 0.5 * 3600 * 0.000004 + 20 * 0.5 * 3600 * 0.000016 + 10 * 3600 * 0.4e-6, within(1e-6));
    }

    @Test
    void three_operations_an_event_cost_what_the_examples_say() {
        Range operations = Range.exactly(3 * NEED.eventsAnHour());

        assertThat(Needs.aMillion(Needs.likely(TableStorage.bill(NEED, operations, PRICES))))
                .isCloseTo(0.108, within(1e-9));
    }

    /** 0.004 USD for 10,000 "other" operations, one for ten executions. */
    @Test
    void executions_cost_as_many_checkpoints_as_the_package_is_configured_for() throws IOException {
        Range executions = Range.exactly(NEED.eventsAnHour());
        JsonNode host = new ObjectMapper()
                .readTree(Path.of("../../adapter-azure/src/main/resources/io/triskel/azure/hosting/host.json")
                        .toFile());

        assertThat(host.at("/extensions/eventHubs/batchCheckpointFrequency").asInt())
                .isEqualTo(TableStorage.BATCHES_A_CHECKPOINT);
        assertThat(Needs.aMillion(Needs.likely(TableStorage.checkpoints(NEED, executions, PRICES))))
                .isCloseTo(0.04, within(1e-9));
        assertThat(TableStorage.checkpoints(NEED, Range.ZERO, PRICES)).isEmpty();
    }

    private static Flex flex(int megabytes) {
        return flex(megabytes, NEED);
    }

    private static Flex flex(int megabytes, Need need) {
        return new Flex(
                OfferBook.shipped().get("azure.functions.flex-" + megabytes),
                need,
                need.function().orElseThrow());
    }
}
