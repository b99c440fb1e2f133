package io.triskel.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.workload.KeySpread;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyChoiceTest {
    private static final int CHOICES = 200_000;

    @Test
    void the_hottest_key_has_its_share_and_the_others_share_the_rest_evenly() {
        double[] shares = shares(new KeySpread(50, 0.3));

        assertThat(shares[0]).isCloseTo(0.3, within(fiveSigma(0.3)));
        assertThat(Arrays.stream(shares).skip(1).boxed())
                .allSatisfy(share -> assertThat(share).isCloseTo(0.7 / 49, within(fiveSigma(0.7 / 49))));
    }

    @Test
    void even_keys_have_the_same_share() {
        assertThat(Arrays.stream(shares(KeySpread.even(20))).boxed())
                .allSatisfy(share -> assertThat(share).isCloseTo(0.05, within(fiveSigma(0.05))));
    }

    @Test
    void a_key_that_has_everything_is_chosen_always() {
        assertThat(shares(new KeySpread(3, 1))).containsExactly(1, 0, 0);
        assertThat(shares(KeySpread.even(1))).containsExactly(1);
    }

    @Test
    void the_same_seed_chooses_the_same_keys() {
        KeyChoice first = new KeyChoice(new KeySpread(100, 0.2), 5);
        KeyChoice second = new KeyChoice(new KeySpread(100, 0.2), 5);

        assertThat(IntStream.range(0, 1_000).map(any -> first.next()).toArray())
                .isEqualTo(IntStream.range(0, 1_000).map(any -> second.next()).toArray());
    }

    private static double fiveSigma(double share) {
        return 5 * Math.sqrt(share * (1 - share) / CHOICES);
    }

    private static double[] shares(KeySpread keys) {
        KeyChoice choice = new KeyChoice(keys, 1);
        double[] shares = new double[keys.count()];
        for (int i = 0; i < CHOICES; i++) {
            shares[choice.next()] += 1.0 / CHOICES;
        }
        return Arrays.stream(shares)
                .map(share -> Math.round(share * CHOICES) / (double) CHOICES)
                .toArray();
    }
}
