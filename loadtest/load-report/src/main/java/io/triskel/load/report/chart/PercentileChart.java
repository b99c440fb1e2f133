package io.triskel.load.report.chart;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Latency by percentile, one curve per target. Both axes are logarithmic: each step to the right is ten times rarer.
 *
 * @param times microseconds by target; no histogram is empty
 * @param scale a scale of microseconds that the charts of a row share
 * @param objectiveUs the objective of the 99th percentile
 */
public record PercentileChart(Map<String, Histogram> times, Scale scale, OptionalDouble objectiveUs, Words words) {
    private static final int HEIGHT = 300;
    private static final int TOP = 10;
    private static final int BOTTOM = 26;
    private static final double DECADES = 4;
    private static final int STEPS = 120;
    private static final double LABEL_DISTANCE = 15;

    /** Letters of a name that have room in the narrow column of names. */
    private static final int SHORT_NAME = 10;

    /** Letters that have room in the wide one. */
    private static final int LONG_NAME = 17;

    /** The percentiles that are written below the chart, and their places. */
    public static final List<Double> MARKED = List.of(50.0, 90.0, 99.0, 99.9, 99.99);

    public Element draw() {
        Frame frame = new Frame(HEIGHT, TOP, BOTTOM, label());
        frame.ticks(scale, words::micros);
        for (double percentile : MARKED) {
            frame.vertical(x(percentile));
            frame.text(x(percentile), HEIGHT - 9, words.percentile(percentile), "", "middle");
        }
        objectiveUs.ifPresent(objective -> objective(frame, objective));
        times.forEach((target, histogram) -> curve(frame, target, histogram));
        Element ends = ends(frame);
        boolean wide =
                times.keySet().stream().anyMatch(target -> words.target(target).length() > SHORT_NAME);
        return frame.in(wide ? "ends wide" : "ends").add(ends);
    }

    private void objective(Frame frame, double objective) {
        double y = frame.y(scale.share(objective));
        frame.horizontal(y, "slo");
        frame.text(0, y - 6, words.say("objective at p99: {0}", words.micros(objective)), "slo halo", "start");
        frame.at(x(99), y, el("path", "slo").at("d", "M0,-6v12"));
    }

    private void curve(Frame frame, String target, Histogram histogram) {
        double[] heights = new double[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) {
            double decades = DECADES * i / STEPS;
            boolean seen = histogram.getTotalCount() >= Math.pow(10, decades);
            heights[i] = seen ? histogram.getValueAtPercentile(percentile(decades)) : Double.NaN;
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= STEPS; i++) {
            if (!Double.isNaN(heights[i])) {
                path.append(path.isEmpty() ? 'M' : 'L')
                        .append(i)
                        .append(',')
                        .append(Element.coordinate(frame.y(scale.share(heights[i]))));
            }
        }
        String look = words.targets().style(target);
        frame.stretched(STEPS, List.of(el("path", "ln " + look).at("d", path.toString())));
        for (double marked : MARKED) {
            if (histogram.getTotalCount() >= 1 / (1 - marked / 100) - 0.5) {
                double y = frame.y(share(histogram.getValueAtPercentile(marked)));
                frame.at(
                        x(marked),
                        y,
                        el("g", look)
                                .add(Marks.shape(words.targets(), target, 3.4).at("class", "mk")));
            }
        }
    }

    /** {@return names at the ends of the curves, moved apart} */
    private Element ends(Frame frame) {
        List<Map.Entry<String, Double>> ends = new ArrayList<>();
        times.forEach((target, histogram) ->
                ends.add(Map.entry(target, frame.y(share(histogram.getValueAtPercentile(percentile(DECADES)))))));
        ends.sort(Comparator.comparingDouble(Map.Entry::getValue));
        Element column = el("svg", "en").at("aria-hidden", "true").at("height", HEIGHT);
        double lowest = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Double> end : ends) {
            double y = Math.max(end.getValue(), lowest + LABEL_DISTANCE);
            lowest = y;
            column.add(el("text", words.targets().style(end.getKey()))
                    .at("x", 8)
                    .at("y", y + 4)
                    .text(shortened(words.target(end.getKey()))));
        }
        return column;
    }

    private static String shortened(String name) {
        return name.length() > LONG_NAME ? name.substring(0, LONG_NAME - 3) + "…" : name;
    }

    private String label() {
        return words.say("Latency by percentile")
                + words.language().colon()
                + times.entrySet().stream()
                        .map(one -> words.target(one.getKey()) + " p50 "
                                + words.micros(one.getValue().getValueAtPercentile(50)) + ", p99 "
                                + words.micros(one.getValue().getValueAtPercentile(99)))
                        .collect(Collectors.joining(words.language().semicolon()));
    }

    private double share(long micros) {
        return scale.share((double) micros);
    }

    private static double x(double percentile) {
        return -Math.log10(1 - percentile / 100) / DECADES;
    }

    private static double percentile(double decades) {
        return 100 * (1 - Math.pow(10, -decades));
    }
}
