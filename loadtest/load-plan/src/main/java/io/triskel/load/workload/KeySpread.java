package io.triskel.load.workload;

import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.Unit;
import io.triskel.load.yaml.WrongFieldException;

/**
 * How events spread over ordering keys. The hottest key has its share; the others share the rest evenly.
 *
 * @param count 1 to 100 million
 * @param hottest share of the busiest key, 1/count (even) to 1; NaN means even
 */
public record KeySpread(
        @FileField(
                value = "the number of ordering keys, at level `pipeline` of customers",
                least = 1,
                most = KeySpread.MOST)
        int count,

        @FileField(
                value = "share of the busiest key; the others share the rest evenly",
                unit = Unit.SHARE,
                derived = "even")
        double hottest) {
    static final int MOST = 100_000_000;

    public KeySpread {
        if (count < 1 || count > MOST) {
            throw WrongFieldException.range("count", "1 to 100,000,000 keys", count);
        }
        hottest = Double.isNaN(hottest) ? 1.0 / count : hottest;
        // A rounded share (0.33 for a third) counts as even; with a smaller share no key could be the hottest.
        if (!(hottest <= 1) || hottest < 0.99 / count) {
            throw WrongFieldException.range(
                    "hottest",
                    "from " + Numbers.roundedPercent(1.0 / count) + ", the even share of " + count
                            + (count == 1 ? " key" : " keys") + ", to 100%",
                    Numbers.percent(hottest));
        }
        hottest = Math.max(hottest, 1.0 / count);
    }

    /** {@return keys that are all equally busy} */
    public static KeySpread even(int count) {
        return new KeySpread(count, Double.NaN);
    }
}
