package io.triskel.load.size.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
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
            assertCosts(new Provisioned(false).size(A, 0, PRICES), 2, 0.0804, 0.0223);
            assertCosts(new Provisioned(false).size(B, 0, PRICES), 15, 0.2754, 0.0765);
        }

        @Test
        void with_enhanced_fan_out() {
            assertCosts(new Provisioned(true).size(A, 0, PRICES), 1, 0.2443, 0.0679);
            assertCosts(new Provisioned(true).size(B, 0, PRICES), 10, 1.9894, 0.5526);
        }

        @Test
        void are_bound_by_reads_of_three_consumers() {
            assertThat(new Provisioned(false).size(B, 0, PRICES).binding())
                    .map(Bound::limit)
                    .contains("shared reads 2 MiB/s a shard");
        }

        @Test
        void keep_to_the_target_load() {
            Need careful = new Need(
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

            assertThat(new Provisioned(false).size(careful, 0, PRICES).units()).isEqualTo(3);
        }

        @Test
        void have_a_shard_more_where_one_key_is_hot() {
            Need skewed = Needs.example(1024, 1).withMean(2000).withHottest(0.3);

            assertThat(new Provisioned(false).size(skewed, 0, PRICES).units())
                    .as("600/s of the hottest key leave room for 400/s of the other 1,400/s")
                    .isEqualTo(4);
        }

        @Test
        void do_not_help_a_key_that_exceeds_one_of_them() {
            Need skewed = B.withHottest(0.2);

            assertThat(new Provisioned(false).size(skewed, 0, PRICES).exceeded())
                    .extracting(Exceeded::fact)
                    .containsExactly("kds-per-key");
            assertThat(new Provisioned(false)
                            .size(skewed, 0, PRICES)
                            .exceeded()
                            .get(0)
                            .wayOut())
                    .contains("more units do not help");
        }

        @Test
        void are_too_few_calls_for_six_polling_consumers() {
            assertThat(new Provisioned(false)
                            .size(Needs.example(1024, 6), 0, PRICES)
                            .exceeded())
                    .extracting(Exceeded::wayOut)
                    .anyMatch(way -> way.startsWith("enhanced fan-out"));
        }
    }

    @Nested
    class On_demand {
        @Test
        void with_shared_reads() {
            assertCosts(new OnDemand(false).size(A, PRICES), 1, 0.7266, 0.2018);
            assertCosts(new OnDemand(false).size(B, PRICES), 1, 6.9065, 1.9185);
        }

        @Test
        void with_enhanced_fan_out() {
            assertCosts(new OnDemand(true).size(A, PRICES), 1, 0.8296, 0.2305);
            assertCosts(new OnDemand(true).size(B, PRICES), 1, 7.9364, 2.2046);
        }

        @Test
        void gives_shared_reads_to_two_consumers_only() {
            assertThat(new OnDemand(false).size(A, PRICES).exceeded())
                    .extracting(Exceeded::fact)
                    .containsExactly("kds-od-read");
            assertThat(new OnDemand(true).size(A, PRICES).exceeded()).isEmpty();
        }

        @Test
        void tells_that_a_new_stream_starts_with_four_megabytes_a_second() {
            assertThat(new OnDemand(true).size(A, PRICES).notes()).isEmpty();
            assertThat(new OnDemand(true).size(B, PRICES).notes())
                    .singleElement()
                    .asString()
                    .contains("4 MB/s, the peak is 9.8");
        }
    }

    @Nested
    class Advantage_pricing {
        @Test
        void has_a_floor() {
            assertThat(Needs.likely(Advantage.size(Needs.example(1024, 1).withMean(1), PRICES)
                            .items()))
                    .isCloseTo(4.22, within(0.005));
        }

        @Test
        void costs_what_the_examples_say() {
            assertCosts(Advantage.size(A, PRICES), 1, 4.2188, 1.1719);
            assertCosts(Advantage.size(B, PRICES), 1, 4.4604, 1.2390);
        }

        @Test
        void breaks_even_where_the_examples_say() {
            Need one = Needs.example(1024, 1).withMean(10.0 * 1024);
            Need three = Needs.example(1024, 3).withMean(5.2 * 1024);

            assertThat(Needs.likely(Advantage.size(one, PRICES).items()))
                    .isCloseTo(
                            Needs.likely(new OnDemand(false).size(one, PRICES).items()), within(0.1));
            assertThat(Needs.likely(Advantage.size(three, PRICES).items()))
                    .isCloseTo(
                            Needs.likely(new OnDemand(true).size(three, PRICES).items()), within(0.1));
        }
    }

    @Nested
    class Firehose_deliveries {
        @Test
        void are_charged_in_steps_of_5_kilobytes() {
            assertCosts(Firehose.size(Needs.example(1024, 1), PRICES), 1, 0.4978, 0.1383);
            assertCosts(Firehose.size(Needs.example(10_240, 1), PRICES), 1, 0.9956, 0.2766);
            assertCosts(Firehose.size(A, PRICES), 3, 1.4935, 0.4148);
            assertCosts(Firehose.size(B, PRICES), 3, 2.9869, 0.8297);
        }
    }

    private static void assertCosts(Sized sized, int units, double anHour, double aMillion) {
        assertThat(sized.units()).isEqualTo(units);
        assertThat(Needs.likely(sized.items())).isCloseTo(anHour, within(0.00015));
        assertThat(Needs.aMillion(Needs.likely(sized.items()))).isCloseTo(aMillion, within(0.00006));
    }
}
