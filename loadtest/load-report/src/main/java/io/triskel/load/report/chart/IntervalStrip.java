package io.triskel.load.report.chart;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.words.Targets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values of one figure with their intervals, on a line that begins at zero; the table around it has the values as numbers.
 *
 * @param spots by target
 * @param highest where the line ends
 */
public record IntervalStrip(Map<String, Spot> spots, double highest, Targets targets) {
    private static final double WIDTH = 200;
    private static final double INSET = 6;
    private static final double MIDDLE = 13;
    private static final double APART = 8;

    /** A value between its bounds; an exact value is its own bounds. */
    public record Spot(double low, double value, double high) {}

    /** {@return a strip of the estimates of one figure} */
    public static IntervalStrip of(Map<String, Estimate> estimates, Targets targets) {
        Map<String, Spot> spots = new LinkedHashMap<>();
        estimates.forEach((target, one) -> spots.put(target, spot(one)));
        double highest = spots.values().stream()
                .mapToDouble(Spot::high)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        return new IntervalStrip(spots, highest == 0 ? 1 : highest * 1.04, targets);
    }

    private static Spot spot(Estimate one) {
        return one.interval()
                .map(interval -> new Spot(interval.low(), one.value(), interval.high()))
                .orElse(new Spot(one.value(), one.value(), one.value()));
    }

    public Element draw() {
        return draw(0);
    }

    /** {@return the same with each target on a line of its own, because their intervals overlap} */
    public Element apart() {
        return draw(APART);
    }

    private Element draw(double step) {
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
        double y = MIDDLE - step * (spots.size() - 1) / 2;
        for (Map.Entry<String, Spot> spot : spots.entrySet()) {
            strip.add(mark(spot.getKey(), spot.getValue(), y));
            y += step;
        }
        return strip;
    }

    private Element mark(String target, Spot spot, double y) {
        Element group = el("g", targets.style(target));
        if (spot.high() > spot.low()) {
            group.add(el("line", "ci")
                    .at("x1", x(spot.low()))
                    .at("x2", x(spot.high()))
                    .at("y1", y)
                    .at("y2", y));
        }
        return group.add(el("g").at(
                        "transform",
                        "translate(" + Element.coordinate(x(spot.value())) + "," + Element.coordinate(y) + ")")
                .add(Marks.shape(targets, target, 4.6).at("class", "mk")));
    }

    /** {@return the place of a value; a value beyond the highest, such as never, is at the end of the line} */
    private double x(double value) {
        return INSET + (WIDTH - 2 * INSET) * Math.min(1, value / highest);
    }
}
