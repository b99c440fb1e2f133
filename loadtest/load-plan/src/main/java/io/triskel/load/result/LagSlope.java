package io.triskel.load.result;

import java.util.Arrays;

/** How fast a backlog grows. */
public final class LagSlope {
    private LagSlope() {}

    /**
     * {@return how fast the backlog grows, as a share of the rate at which events are accepted} The slope is that of the line which fits
     * best; the seconds after the last due event are skipped. A value for each second.
     */
    public static double of(double[] offered, double[] accepted, double[] lag) {
        int n = offered.length;
        while (n > 0 && offered[n - 1] == 0) {
            n--;
        }
        if (n < 2) {
            return 0;
        }
        double meanTime = (n - 1) / 2.0;
        double meanLag = Arrays.stream(lag, 0, n).average().orElse(0);
        double above = 0;
        double below = 0;
        double rate = 0;
        for (int i = 0; i < n; i++) {
            above += (i - meanTime) * (lag[i] - meanLag);
            below += (i - meanTime) * (i - meanTime);
            rate += accepted[i] / n;
        }
        return rate == 0 ? 0 : Math.max(0, above / below / rate);
    }
}
