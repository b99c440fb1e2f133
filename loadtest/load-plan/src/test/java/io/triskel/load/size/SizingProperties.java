package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.size.aws.Aws;
import io.triskel.load.size.azure.Azure;
import io.triskel.load.size.gcp.Gcp;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.FunctionWork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class SizingProperties {
    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Requests REQUESTS = Requests.measured();
    private static final List<Offers> CLOUDS = List.of(new Aws(REQUESTS), new Azure(REQUESTS), new Gcp(REQUESTS));

    /** Per unit, per event and per byte: nothing that is cheaper by the dozen. */
    @Property(tries = 200)
    void no_bus_gets_cheaper_when_the_rate_rises(
            @ForAll("needs") Need need, @ForAll @DoubleRange(min = 1, max = 100) double factor) {
        Need more = need.withMean(need.mean() * factor);

        for (Offers cloud : CLOUDS) {
            List<Plan> before = cloud.plans(need, PRICES);
            List<Plan> after = cloud.plans(more, PRICES);
            for (int i = 0; i < before.size(); i++) {
                assertThat(bus(after.get(i)))
                        .as(before.get(i).name())
                        .isGreaterThanOrEqualTo(bus(before.get(i)) * (1 - 1e-9));
            }
        }
    }

    @Property(tries = 200)
    void units_at_the_target_load_cover_the_peak(@ForAll("needs") Need need) {
        for (Offers cloud : CLOUDS) {
            for (Plan plan : cloud.plans(need, PRICES)) {
                if (plan.bus().units() > 1) {
                    double most = plan.bus().binding().map(Bound::units).orElse(0.0);
                    assertThat(plan.bus().units() * need.load())
                            .as(plan.name())
                            .isGreaterThanOrEqualTo(most * (1 - 1e-6));
                }
            }
        }
    }

    @Property(tries = 200)
    void a_lower_target_load_never_buys_fewer_units(@ForAll("needs") Need need) {
        Need brim = Needs.of(
                need.mean(),
                need.peak(),
                need.size(),
                need.hottest(),
                need.keys(),
                need.consumers(),
                need.retention(),
                need.function(),
                1,
                need.orders(),
                need.region());

        for (Offers cloud : CLOUDS) {
            List<Plan> careful = cloud.plans(need, PRICES);
            List<Plan> bold = cloud.plans(brim, PRICES);
            for (int i = 0; i < careful.size(); i++) {
                assertThat(careful.get(i).bus().units())
                        .isGreaterThanOrEqualTo(bold.get(i).bus().units());
            }
        }
    }

    @Property(tries = 200)
    void bounds_hold_the_likely_figure_and_items_make_up_the_sum(@ForAll("needs") Need need) {
        for (Offers cloud : CLOUDS) {
            for (Plan plan : cloud.plans(need, PRICES)) {
                Range sum = plan.items().stream().map(BillLine::usdAnHour).reduce(Range.ZERO, Range::plus);
                assertThat(plan.usdAnHour()).isEqualTo(sum);
                assertThat(sum.low()).isGreaterThanOrEqualTo(0);
                assertThat(sum.high()).isFinite();
            }
        }
    }

    @Property(tries = 200)
    void what_does_not_carry_a_need_does_not_carry_a_hotter_key_of_it(@ForAll("needs") Need need) {
        Need hotter = need.withHottest(Math.min(1, need.hottest() * 3));

        for (Offers cloud : CLOUDS) {
            List<Plan> before = cloud.plans(need, PRICES);
            List<Plan> after = cloud.plans(hotter, PRICES);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i).exceeded().size())
                        .isGreaterThanOrEqualTo(before.get(i).exceeded().isEmpty() ? 0 : 1);
            }
        }
    }

    @Provide
    Arbitrary<Need> needs() {
        Arbitrary<Optional<FunctionWork>> functions = Combinators.combine(
                        Arbitraries.integers().between(1, 200),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.of(256, 512, 1024, 2048, 4096),
                        Arbitraries.of(1, 10, 100, 1000),
                        Arbitraries.of(0, 1, 10))
                .as((work, busy, megabytes, batch, window) -> new FunctionWork(
                        Duration.ofMillis(work),
                        Duration.ofNanos((long) (work * busy * 1e6)),
                        (long) megabytes << 20,
                        batch,
                        Duration.ofSeconds(window)))
                .optional();
        Arbitrary<double[]> rates = Combinators.combine(
                        Arbitraries.doubles().between(0, 5),
                        Arbitraries.doubles().between(1, 20))
                .as((exponent, peak) -> new double[] {Math.pow(10, exponent), Math.pow(10, exponent) * peak});
        return Combinators.combine(
                        rates,
                        Arbitraries.integers().between(200, 1 << 20),
                        Arbitraries.integers().between(1, 100_000),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.integers().between(1, 400),
                        functions,
                        Arbitraries.doubles().between(0.3, 1),
                        Arbitraries.of(false, true))
                .as((rate, size, keys, consumers, days, function, load, orders) -> Needs.of(
                        rate[0],
                        rate[1],
                        size,
                        1.0 / keys,
                        keys,
                        consumers,
                        Duration.ofDays(days),
                        function,
                        load,
                        orders,
                        "eu"));
    }

    private static double bus(Plan plan) {
        return Needs.likely(plan.bus().items());
    }
}
