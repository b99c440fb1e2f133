package io.triskel.load.report.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/** The load offered in each second, and how a bus of some capacity handles it. */
final class Load {
    private static final double RATE = 1000;

    private final int seconds;
    private final double[] offered;
    private final double[] accepted;
    private final double[] delivered;
    private final double[] refused;
    private final double[] lag;
    private final double[] p99Us;

    Load(int seconds, int workers, double capacity, double medianMs, SplittableRandom random) {
        this.seconds = seconds;
        offered = new double[seconds];
        accepted = new double[seconds];
        delivered = new double[seconds];
        refused = new double[seconds];
        lag = new double[seconds];
        p99Us = new double[seconds];
        double waiting = 0;
        for (int i = 0; i < seconds; i++) {
            double rate = i < mark(1) ? RATE / 10 : i >= mark(2) && i < mark(3) ? 8 * RATE : RATE;
            boolean paused = i >= mark(4) && i < mark(5);
            offered[i] = Math.rint(rate / workers * (0.99 + random.nextDouble() * 0.02));
            accepted[i] = Math.min(offered[i], Math.rint(capacity / workers * (0.97 + random.nextDouble() * 0.03)));
            refused[i] = offered[i] - accepted[i];
            delivered[i] = paused ? 0 : Math.min(accepted[i] + waiting, Math.rint(capacity * 0.9 / workers));
            waiting = Math.max(0, waiting + accepted[i] - delivered[i]);
            lag[i] = waiting + random.nextInt(20);
            p99Us[i] = Math.rint(medianMs * 2900 * (0.9 + random.nextDouble() * 0.2) + waiting / capacity * 1e6);
        }
    }

    /** {@return when a phase ends: warm-up, steady, spike, steady, backlog, steady} */
    private int mark(int phase) {
        return seconds * new int[] {0, 2, 10, 12, 18, 19, 24}[phase] / 24;
    }

    long offered() {
        return sum(offered, 0, seconds);
    }

    long throttled() {
        return sum(refused, 0, seconds);
    }

    void phases(ArrayNode phases) {
        String[] kinds = {"warm-up", "steady", "spike", "steady", "backlog", "steady"};
        for (int i = 0; i < kinds.length; i++) {
            phases.addObject()
                    .put("kind", kinds[i])
                    .put("fromMs", mark(i) * 1000)
                    .put("toMs", mark(i + 1) * 1000)
                    .put("rate", i == 0 ? RATE / 10 : i == 2 ? 8 * RATE : RATE)
                    .put("offered", sum(offered, mark(i), mark(i + 1)))
                    .put("sent", sum(offered, mark(i), mark(i + 1)))
                    .put("accepted", sum(accepted, mark(i), mark(i + 1)))
                    .put("delivered", sum(delivered, mark(i), mark(i + 1)));
        }
    }

    void series(ObjectNode series) {
        series.put("stepMs", 1000);
        write(series, "offered", offered);
        write(series, "sent", offered);
        write(series, "accepted", accepted);
        write(series, "delivered", delivered);
        write(series, "failed", new double[seconds]);
        write(series, "throttled", refused);
        write(series, "lag", lag);
        write(series, "p99Us", p99Us);
    }

    private static void write(ObjectNode series, String name, double[] samples) {
        ArrayNode array = series.putArray(name);
        for (double sample : samples) {
            array.add((long) sample);
        }
    }

    private static long sum(double[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += samples[i];
        }
        return (long) sum;
    }
}
