package io.triskel.load.size.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The worked examples A (1 KiB) and B (10 KiB) of buses-sizing.md; figures there are rounded to the last digit shown. */
class KinesisTest {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Need A = Needs.example(1024);
    private static final Need B = Needs.example(10_240);

    @Nested
    class Provisioned_shards {
        @Test
        void with_shared_reads() {
            assertCosts(bus("provisioned", A), 2, 0.0804, 0.0223);
            assertCosts(bus("provisioned", B), 15, 0.2754, 0.0765);
        }

        @Test
        void with_enhanced_fan_out() {
            assertCosts(bus("provisioned-fan-out", A), 1, 0.2443, 0.0679);
            assertCosts(bus("provisioned-fan-out", B), 10, 1.9894, 0.5526);
        }

        @Test
        void are_bound_by_reads_of_three_consumers() {
            assertThat(bus("provisioned", B).binding()).map(Bound::limit).contains("shared reads 2 MiB/s a shard");
        }

        @Test
        void keep_to_the_target_load() {
            Need careful = Needs.of(
                    A.mean(),
                    A.peak(),
                    A.size(),
                    A.hottest(),
                    A.keys(),
                    3,
                    A.retention(),
                    A.function(),
                    0.7,
                    false,
                    "us");

            assertThat(bus("provisioned", careful).units()).isEqualTo(3);
        }

        @Test
        void have_a_shard_more_where_one_key_is_hot() {
            Need skewed = Needs.example(1024, 1).withMean(2000).withHottest(0.3);

            assertThat(bus("provisioned", skewed).units())
                    .as("600/s of the hottest key leave room for 400/s of the other 1,400/s")
                    .isEqualTo(4);
        }

        @Test
        void do_not_help_a_key_that_exceeds_one_of_them() {
            Need skewed = B.withHottest(0.2);

            assertThat(bus("provisioned", skewed).exceeded())
                    .extracting(Exceeded::fact)
                    .containsExactly("kds-per-key");
            assertThat(bus("provisioned", skewed).exceeded().get(0).wayOut()).contains("more units do not help");
        }

        @Test
        void are_too_few_calls_for_six_polling_consumers() {
            assertThat(bus("provisioned", Needs.example(1024, 6)).exceeded())
                    .extracting(Exceeded::wayOut)
                    .anyMatch(way -> way.startsWith("enhanced fan-out"));
        }
    }

    @Nested
    class On_demand {
        @Test
        void with_shared_reads() {
            assertCosts(bus("on-demand", A), 1, 0.7266, 0.2018);
            assertCosts(bus("on-demand", B), 1, 6.9065, 1.9185);
        }

        @Test
        void with_enhanced_fan_out() {
            assertCosts(bus("on-demand-fan-out", A), 1, 0.8296, 0.2305);
            assertCosts(bus("on-demand-fan-out", B), 1, 7.9364, 2.2046);
        }

        @Test
        void gives_shared_reads_to_two_consumers_only() {
            assertThat(bus("on-demand", A).exceeded())
                    .extracting(Exceeded::fact)
                    .containsExactly("kds-od-read");
            assertThat(bus("on-demand-fan-out", A).exceeded()).isEmpty();
        }

        /** A shard takes 1,000 records a second, and the service keeps room for twice the peak: 2 x 20,000 / 1,000. */
        @Test
        void has_shards_for_records_as_well_as_for_bytes() {
            assertThat(Kinesis.shardsOnDemand(Needs.example(300, 3).withMean(20_000)))
                    .as("by bytes alone it would have 12, of 500 KiB/s each")
                    .isEqualTo(40);
            assertThat(Kinesis.shardsOnDemand(Needs.example(10_240, 3).withMean(2_000)))
                    .as("by bytes: 20.48 MB/s / 500 KiB/s")
                    .isEqualTo(40);
        }

        @Test
        void tells_that_a_new_stream_starts_with_four_megabytes_a_second() {
            assertThat(bus("on-demand-fan-out", A).notes()).isEmpty();
            assertThat(bus("on-demand-fan-out", B).notes())
                    .singleElement()
                    .asString()
                    .contains("4 MB/s and 4,000 events/s, the peak is 9.8 MB/s and 1,000 events/s");
        }
    }

    @Nested
    class Advantage_pricing {
        @Test
        void has_a_floor() {
            assertThat(Needs.likely(
                            bus("advantage", Needs.example(1024, 1).withMean(1)).items()))
                    .isCloseTo(4.22, within(0.005));
        }

        @Test
        void costs_what_the_examples_say() {
            assertCosts(bus("advantage", A), 1, 4.2188, 1.1719);
            assertCosts(bus("advantage", B), 1, 4.4604, 1.2390);
        }

        @Test
        void breaks_even_where_the_examples_say() {
            Need one = Needs.example(1024, 1).withMean(10.0 * 1024);
            Need three = Needs.example(1024, 3).withMean(5.2 * 1024);

            assertThat(Needs.likely(bus("advantage", one).items()))
                    .isCloseTo(Needs.likely(bus("on-demand", one).items()), within(0.1));
            assertThat(Needs.likely(bus("advantage", three).items()))
                    .isCloseTo(Needs.likely(bus("on-demand-fan-out", three).items()), within(0.1));
        }
    }

    @Nested
    class Firehose_deliveries {
        @Test
        void are_charged_in_steps_of_5_kilobytes() {
            assertThat(delivered(Needs.example(1024, 1))).isCloseTo(0.4978, within(0.00015));
            assertThat(delivered(Needs.example(10_240, 1))).isCloseTo(0.9956, within(0.00015));
        }

        @Test
        void read_the_stream_once_more() {
            assertThat(bus("provisioned", archived(A)).units())
                    .as("four readers of 1 MiB/s share 2 MiB/s a shard")
                    .isEqualTo(2);
            assertThat(bus("provisioned", archived(Needs.example(2048, 3))).units())
                    .as("four readers of 1.95 MiB/s")
                    .isEqualTo(4);
        }

        private double delivered(Need need) {
            return new Aws(Requests.measured())
                    .plans(archived(need), PRICES).get(0).archive().orElseThrow().items().stream()
                            .filter(item -> item.name().equals("bytes delivered"))
                            .mapToDouble(item -> item.usdAnHour().likely())
                            .sum();
        }

        private Need archived(Need need) {
            return need.with(Traffic.of(need.consumers()).archived(), false);
        }
    }

    private static Sized bus(String offer, Need need) {
        return Needs.bus(new Aws(Requests.measured()), "aws.kinesis." + offer, need, PRICES);
    }

    private static void assertCosts(Sized sized, int units, double anHour, double aMillion) {
        assertThat(sized.units()).isEqualTo(units);
        assertThat(Needs.likely(sized.items())).isCloseTo(anHour, within(0.00015));
        assertThat(Needs.aMillion(Needs.likely(sized.items()))).isCloseTo(aMillion, within(0.00006));
    }
}
