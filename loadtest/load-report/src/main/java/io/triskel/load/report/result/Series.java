package io.triskel.load.report.result;

import java.util.Map;
import java.util.Optional;

/**
 * Samples at equal distances from the start of the run; {@code NaN} where there is none.
 *
 * @param stepMs distance of two samples
 * @param byName such as {@code accepted}, in events of one step, or {@code p99Us}
 */
public record Series(int stepMs, Map<String, double[]> byName) {
    public Series {
        byName = Map.copyOf(byName);
    }

    public Optional<double[]> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** {@return the samples of a count as events per second} */
    public Optional<double[]> perSecond(String name) {
        return get(name).map(samples -> {
            double[] rates = samples.clone();
            for (int i = 0; i < rates.length; i++) {
                rates[i] *= 1000.0 / stepMs;
            }
            return rates;
        });
    }
}
