package io.triskel.load.size.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.aws.Aws;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The number of shards that the formulas ask for, against shards that refuse. */
class ShardsTest {
    private static final int SECONDS = 60;
    private static final int KEYS = 100_000;

    record Case(double rate, int size, double hottest) {}

    static List<Case> grid() {
        List<Case> grid = new ArrayList<>();
        for (double rate : new double[] {500, 2000, 10_000}) {
            for (int size : new int[] {300, 1024, 10_240}) {
                for (double hottest : new double[] {1e-5, 0.005}) {
                    grid.add(new Case(rate, size, hottest));
                }
            }
        }
        return grid;
    }

    @ParameterizedTest
    @MethodSource("grid")
    void at_a_target_load_of_70_percent_hardly_anything_is_refused(Case one) {
        int shards = shards(one, 0.7);

        assertThat(new Shards(shards, one.rate, one.size, KEYS, one.hottest).refused(SECONDS, 7))
                .isLessThan(0.001);
    }

    static List<Case> ofSeveralShards() {
        return grid().stream().filter(one -> shards(one, 1) > 1).toList();
    }

    @ParameterizedTest
    @MethodSource("ofSeveralShards")
    void with_half_of_the_shards_that_the_peak_fills_half_is_refused(Case one) {
        int half = shards(one, 1) / 2;
        double demand = Math.max(one.rate / 1000, one.rate * one.size / (1 << 20));

        assertThat(new Shards(half, one.rate, one.size, KEYS, one.hottest).refused(SECONDS, 7))
                .isCloseTo(1 - half / demand, within(0.05));
    }

    @Test
    void a_key_above_a_shards_limit_is_refused_however_many_shards_there_are() {
        assertThat(new Shards(1000, 5000, 1024, KEYS, 0.4).refused(SECONDS, 7)).isCloseTo(0.2, within(0.01));
    }

    private static int shards(Case one, double load) {
        Need example = Needs.example(one.size, 1);
        Need need = new Need(
                one.rate,
                one.rate,
                one.size,
                one.hottest,
                KEYS,
                1,
                example.retention(),
                example.function(),
                load,
                false,
                "us");
        Plan provisioned =
                new Aws(Requests.measured()).plans(need, PriceBook.shipped()).get(0);
        return provisioned.bus().units();
    }
}
