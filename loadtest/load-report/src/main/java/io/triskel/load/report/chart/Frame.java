package io.triskel.load.report.chart;

import static io.triskel.load.report.html.Element.coordinate;
import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A place to draw in, with values at its left edge. Heights are pixels; widths are shares of the whole width.
 *
 * <p>Positions are attributes of SVG and not CSS, because the page's policy allows no style attributes.
 */
final class Frame {
    /** The height of a line of labels. */
    private static final double LINE = 12;

    private final double top;
    private final double bottom;
    private final int height;
    private final String label;
    private final Element axis = el("svg", "ax").at("aria-hidden", "true");
    private final Element plot = el("svg", "pl").at("aria-hidden", "true").at("width", "100%");

    /**
     * @param top pixels left free above the highest value
     * @param bottom pixels left free below the lowest
     * @param label a description for screen readers
     */
    Frame(int height, double top, double bottom, String label) {
        this.height = height;
        this.top = top;
        this.bottom = bottom;
        this.label = label;
        axis.at("height", height);
        plot.at("height", height);
    }

    double y(double share) {
        return height - bottom - share * (height - bottom - top);
    }

    double floor() {
        return height - bottom;
    }

    double ceiling() {
        return top;
    }

    /** Draws a line for each value of the scale, and writes the values that have room, decades first. */
    Frame ticks(Scale scale, DoubleFunction<String> words) {
        List<Double> ticks = new ArrayList<>(scale.ticks());
        ticks.forEach(tick -> horizontal(place(scale, tick), "grid"));
        ticks.sort(Comparator.comparing(tick -> Math.abs(Math.log10(tick) - Math.rint(Math.log10(tick))) > 1e-9));
        List<Double> written = new ArrayList<>();
        for (double tick : ticks) {
            double y = place(scale, tick);
            if (written.stream().allMatch(other -> Math.abs(y - other) >= LINE)) {
                written.add(y);
                axis.add(label(words.apply(tick), "100%", y + 3.5, "", "end").at("dx", "-7"));
            }
        }
        return this;
    }

    private double place(Scale scale, double tick) {
        return Math.rint(y(scale.share(tick)));
    }

    /** Marks a part of the width, such as a phase. */
    Frame band(double from, double to) {
        plot.add(el("rect", "ph")
                .share("x", from)
                .share("width", Math.max(0, to - from))
                .at("y", top)
                .at("height", floor() - top));
        return this;
    }

    Frame vertical(double x) {
        plot.add(el("line", "grid").share("x1", x).share("x2", x).at("y1", top).at("y2", floor()));
        return this;
    }

    /** Writes the values of a scale that runs from left to right. */
    Frame below(Scale scale, double y, DoubleFunction<String> words) {
        for (double tick : scale.ticks()) {
            double x = scale.share(tick);
            vertical(x);
            text(x, y, words.apply(tick), "", x == 0 ? "start" : x > 0.9 ? "end" : "middle");
        }
        return this;
    }

    /** Draws a bracket from the lowest to the highest possible value. */
    Frame bounds(double low, double high, double y) {
        return error(low, high, y, y).error(low, low, y - 4, y + 4).error(high, high, y - 4, y + 4);
    }

    private Frame error(double x1, double x2, double y1, double y2) {
        return add(
                el("line", "err").share("x1", x1).share("x2", x2).at("y1", y1).at("y2", y2));
    }

    Frame horizontal(double y, String classes) {
        plot.add(el("line", classes).at("x1", "0").at("x2", "100%").at("y1", y).at("y2", y));
        return this;
    }

    Frame text(double x, double y, String words, String classes, String anchor) {
        plot.add(label(words, coordinate(100 * x) + "%", y, classes, anchor));
        return this;
    }

    /** Writes a text a few pixels away from a place. */
    Frame textBeside(double x, double pixels, double y, String words, String classes) {
        plot.add(label(words, coordinate(100 * x) + "%", y, classes, pixels < 0 ? "end" : "start")
                .at("dx", pixels));
        return this;
    }

    Frame bar(double from, double to, double y, double thickness, String classes) {
        plot.add(el("rect", classes)
                .share("x", from)
                .share("width", Math.max(0.002, to - from))
                .at("y", y)
                .at("height", thickness));
        return this;
    }

    /** Adds a drawing around a place, without stretching it. */
    Frame at(double x, double y, Element drawing) {
        plot.add(el("svg", "at").share("x", x).at("y", y).add(drawing));
        return this;
    }

    /** Adds paths of this number of columns, stretched over the whole width. */
    Frame stretched(int columns, List<Element> paths) {
        plot.add(el("svg", "st")
                .at("width", "100%")
                .at("height", height)
                .at("viewBox", "0 0 " + columns + " " + height)
                .at("preserveAspectRatio", "none")
                .addAll(paths));
        return this;
    }

    Frame add(Element element) {
        plot.add(element);
        return this;
    }

    /** {@return the drawing in the target's colour} */
    Element in(String classes) {
        return el("div", "plot " + classes)
                .at("role", "img")
                .at("aria-label", label)
                .add(axis, plot);
    }

    private static Element label(String words, String x, double y, String classes, String anchor) {
        Element text = el("text").at("x", x).at("y", y).text(words);
        if (!classes.isEmpty()) {
            text.at("class", classes);
        }
        return anchor.equals("start") ? text : text.at("text-anchor", anchor);
    }
}
