package io.triskel.load.report.chart;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.PhaseCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * One measure of one target over the time of a run.
 *
 * @param measure the measure's name, for screen readers
 * @param samples at equal distances
 * @param offered samples to compare with, drawn as a thin line behind
 * @param scale a scale that all targets share
 * @param format writes a value
 * @param lengthMs length of all samples together
 */
public record TimeChart(
        String target,
        String measure,
        double[] samples,
        Optional<double[]> offered,
        Scale scale,
        DoubleFunction<String> format,
        List<PhaseCounts> phases,
        long lengthMs,
        Words words) {
    /** A chart as wide as the page has two pixels for each column; charts that share the width have one or less. */
    private static final int COLUMNS = 480;

    /** Width of a letter as a share of the narrowest panel. */
    private static final double LETTER = 0.036;

    private static final int HEIGHT = 78;
    private static final int ABOVE = 16;
    private static final int BELOW = 20;

    /**
     * Draws the chart.
     *
     * @param first whether to name phases above the chart
     * @param last whether to write times below the chart
     */
    public Element draw(boolean first, boolean last) {
        int top = first ? ABOVE : 6;
        int bottom = last ? BELOW : 4;
        Frame frame = new Frame(HEIGHT + top + bottom, top, bottom, label());
        phases(frame, first);
        frame.ticks(scale, format);
        if (last) {
            times(frame);
        }
        List<Element> paths = new ArrayList<>();
        offered.ifPresent(rate -> paths.add(line(frame, rate).path("ln off")));
        paths.addAll(line(frame, samples).withArea(frame.floor()));
        frame.stretched(COLUMNS, paths);
        highest(frame);
        return frame.in(words.targets().style(target));
    }

    private Line line(Frame frame, double[] values) {
        return Line.of(values, COLUMNS, value -> frame.y(scale.share(value)));
    }

    private String label() {
        int peak = peak();
        return words.target(target) + ", " + measure + words.language().colon()
                + (peak < 0
                        ? words.say("no samples")
                        : words.say("highest {0} at {1}", format.apply(samples[peak]), Words.clock(momentOf(peak))));
    }

    private void phases(Frame frame, boolean named) {
        List<PhaseCounts> eventful =
                phases.stream().filter(TimeChart::isEventful).toList();
        eventful.forEach(phase -> frame.band(start(phase), end(phase)));
        if (named) {
            List<double[]> taken = new ArrayList<>();
            eventful.forEach(phase -> name(frame, phase, taken));
            phases.stream().filter(phase -> !isEventful(phase)).forEach(phase -> name(frame, phase, taken));
        }
    }

    private static boolean isEventful(PhaseCounts phase) {
        return phase.isWarmUp() || phase.rises() || phase.pausesConsumers();
    }

    private double start(PhaseCounts phase) {
        return (double) phase.fromMs() / lengthMs;
    }

    private double end(PhaseCounts phase) {
        return Math.min(1, (double) phase.toMs() / lengthMs);
    }

    /** Writes a phase's name above the phase, unless it would overlap another name or an end of the chart. */
    private void name(Frame frame, PhaseCounts phase, List<double[]> taken) {
        double middle = (start(phase) + end(phase)) / 2;
        double half = words.term(phase.kind()).length() * LETTER / 2;
        boolean free = taken.stream().noneMatch(one -> middle - half < one[1] && one[0] < middle + half);
        if (free && middle - half > -LETTER && middle + half < 1 + LETTER) {
            taken.add(new double[] {middle - half, middle + half});
            frame.text(middle, ABOVE - 6, words.term(phase.kind()), "", "middle");
        }
    }

    private void times(Frame frame) {
        boolean minutes = lengthMs >= 180_000;
        Scale time = Scale.linear(lengthMs / (minutes ? 60_000.0 : 1000.0), 4);
        List<Double> ticks = time.ticks();
        for (double tick : ticks) {
            double x = tick * (minutes ? 60_000 : 1000) / lengthMs;
            if (x <= 1) {
                String unit = tick == 0 ? (minutes ? "min" : "s") : "";
                frame.text(
                        x,
                        frame.floor() + 15,
                        words.with(unit, tick),
                        "",
                        x == 0 ? "start" : x > 0.97 ? "end" : "middle");
            }
        }
    }

    /** Writes the highest value next to its place, unless the chart has a line to compare with. */
    private void highest(Frame frame) {
        int peak = peak();
        if (offered.isPresent() || peak < 0) {
            return;
        }
        if (samples[peak] == 0) {
            frame.textBeside(1, -2, frame.floor() - 5, words.say("none"), "halo");
            return;
        }
        double x = (peak + 0.5) / samples.length;
        double y = frame.y(scale.share(samples[peak]));
        frame.textBeside(
                x, x > 0.6 ? -7 : 7, Math.max(y + 4, frame.ceiling() + 9), format.apply(samples[peak]), "k halo");
    }

    private int peak() {
        int peak = -1;
        for (int i = 0; i < samples.length; i++) {
            if (!Double.isNaN(samples[i]) && (peak < 0 || samples[i] > samples[peak])) {
                peak = i;
            }
        }
        return peak;
    }

    private long momentOf(int sample) {
        return lengthMs * sample / samples.length;
    }
}
