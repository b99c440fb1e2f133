package io.triskel.load.report.chart;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.words.TargetName;
import java.util.Map;

/** Estimates of one figure on a line that begins at zero, with their intervals; for a table that names them all. */
public record IntervalStrip(Map<String, Estimate> estimates) {
    private static final double WIDTH = 200;
    private static final double INSET = 6;
    private static final double MIDDLE = 13;

    public Element draw() {
        double highest = estimates.values().stream()
                .mapToDouble(one -> one.interval().map(Estimate.Interval::high).orElse(one.value()))
                .max()
                .orElse(0);
        Element strip = el("svg", "strip")
                .at("viewBox", "0 0 200 26")
                .at("width", "200")
                .at("height", "26")
                .at("aria-hidden", "true")
                .add(el("line", "axis")
                        .at("x1", INSET)
                        .at("x2", WIDTH - INSET)
                        .at("y1", MIDDLE)
                        .at("y2", MIDDLE))
                .add(el("line", "axis")
                        .at("x1", INSET)
                        .at("x2", INSET)
                        .at("y1", MIDDLE - 4)
                        .at("y2", MIDDLE + 4));
        estimates.forEach((target, estimate) -> strip.add(mark(target, estimate, highest == 0 ? 1 : highest * 1.04)));
        return strip;
    }

    private static Element mark(String target, Estimate estimate, double highest) {
        Element group = el("g", TargetName.look(target));
        estimate.interval()
                .ifPresent(interval -> group.add(el("line", "ci")
                        .at("x1", x(interval.low(), highest))
                        .at("x2", x(interval.high(), highest))
                        .at("y1", MIDDLE)
                        .at("y2", MIDDLE)));
        return group.add(el("g").at(
                        "transform", "translate(" + Element.coordinate(x(estimate.value(), highest)) + ",13)")
                .add(Marks.shape(target, 4.6).at("class", "mk")));
    }

    private static double x(double value, double highest) {
        return INSET + (WIDTH - 2 * INSET) * value / highest;
    }
}
