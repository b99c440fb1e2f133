package io.triskel.load.report.chart;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.result.StageTimes;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The stages of the median event, one below another, so that a reader sees where its time goes.
 *
 * @param stages in the order of an event's life
 * @param scale a scale of microseconds that all targets share
 */
public record Waterfall(String target, List<Bar> stages, Scale scale, Words words) {
    private static final int ROW = 36;
    private static final int BOTTOM = 24;

    /**
     * A stage from one moment to another, in microseconds since an event was due.
     *
     * @param errorUs how far the clocks at both ends may differ; 0 if both ends have the same clock
     */
    public record Bar(String name, double fromUs, double toUs, double errorUs) {}

    /**
     * Puts stages one after another: a stage named {@code a-to-b} begins at the end of the stage whose name ends with {@code a}.
     *
     * @param stages the stages in order; their medians are drawn
     */
    public static List<Bar> laidOut(List<StageTimes> stages) {
        Map<String, Double> moments = new HashMap<>();
        List<Bar> bars = new ArrayList<>();
        double last = 0;
        for (StageTimes stage : stages) {
            String[] ends = stage.name().split("-to-", 2);
            double from = moments.getOrDefault(ends[0], bars.isEmpty() ? 0 : last);
            double to = from + stage.times().getValueAtPercentile(50);
            moments.putIfAbsent(ends[0], from);
            moments.put(ends[ends.length - 1], to);
            bars.add(new Bar(stage.name(), from, to, stage.clockErrorUs()));
            last = to;
        }
        return bars;
    }

    public Element draw() {
        int height = ROW * stages.size() + BOTTOM;
        Frame frame = new Frame(height, 4, BOTTOM, label());
        frame.below(scale, height - 7, words::micros);
        for (int i = 0; i < stages.size(); i++) {
            row(frame, stages.get(i), 4 + i * ROW);
        }
        return frame.in("bare " + words.targets().style(target));
    }

    private void row(Frame frame, Bar stage, double y) {
        double from = scale.share(stage.fromUs());
        double to = scale.share(stage.toUs());
        boolean beside = stage.name().equals("send-to-acknowledgement");
        frame.bar(from, to, y + 18, 10, beside ? "bar pale" : "bar");
        if (stage.errorUs() > 0) {
            frame.bounds(
                    scale.share(stage.toUs() - stage.errorUs()), scale.share(stage.toUs() + stage.errorUs()), y + 23);
        }
        String label = words.term(Words.spaced(stage.name())) + "  " + words.micros(stage.toUs() - stage.fromUs())
                + (stage.errorUs() > 0 ? " ± " + words.micros(stage.errorUs()) : "");
        // At the left edge, not at the bar: a label that begins further right would leave a narrow panel.
        frame.text(0, y + 13, label, "k halo", "start");
    }

    private String label() {
        return words.target(target)
                + words.language().colon()
                + stages.stream()
                        .map(one ->
                                words.term(Words.spaced(one.name())) + " " + words.micros(one.toUs() - one.fromUs()))
                        .collect(Collectors.joining(", "));
    }
}
