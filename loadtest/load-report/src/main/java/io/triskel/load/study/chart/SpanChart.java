package io.triskel.load.study.chart;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * A figure of each cloud with its bounds, on an axis from zero.
 *
 * @param scale which all clouds share
 * @param ticks writes a value of the axis
 */
public record SpanChart(List<Row> rows, Scale scale, DoubleFunction<String> ticks, Words words) {
    private static final int ROW = 54;
    private static final int TOP = 2;
    private static final int BOTTOM = 20;

    /**
     * The row of a cloud.
     *
     * @param span the figure; none if the cloud has no such figure
     * @param reach wider bounds, hatched
     * @param note next to the cloud's name
     * @param said the figure in words
     */
    public record Row(String cloud, Optional<Range> span, Optional<Range> reach, String note, String said) {}

    /** {@return the figure with this caption, and with a note that says how to read it} */
    public Element draw(String caption, String note) {
        double floor = TOP + ROW * rows.size();
        Drawing drawing = new Drawing(floor + BOTTOM, told(caption));
        for (double tick : scale.ticks()) {
            double x = x(tick);
            drawing.line(x, TOP, x, floor, "grid");
            drawing.text(x, floor + 14, ticks.apply(tick), "soft small", tick == 0 ? "start" : "middle");
        }
        double y = TOP;
        for (Row row : rows) {
            drawing.add(bars(row, y + 22, caption));
            drawing.text(16, y + 16, words.target(row.cloud()), "strong");
            drawing.text(74, y + 16, row.said(), "plain");
            drawing.text(0, y + 46, row.note(), "soft small");
            y += ROW;
        }
        return drawing.under(caption, note);
    }

    private String told(String caption) {
        return caption
                + words.language().colon()
                + rows.stream()
                        .map(row -> words.target(row.cloud()) + " " + row.said())
                        .collect(Collectors.joining(words.language().semicolon()));
    }

    private Element bars(Row row, double y, String caption) {
        Element bars = el("g", words.targets().style(row.cloud()))
                .add(el("g").at("transform", "translate(5," + Element.coordinate(y - 10) + ")")
                        .add(Marks.shape(words.targets(), row.cloud(), 4.6).at("class", "own")));
        row.reach()
                .ifPresent(
                        reach -> hatched(bars, reach, row.cloud() + "-" + Integer.toHexString(caption.hashCode()), y));
        row.span().ifPresent(span -> {
            if (row.reach().isEmpty()) {
                bars.add(Drawing.rect(0, y, x(span.low()), 12, "bar"));
            }
            bars.add(Drawing.rect(
                    x(span.low()),
                    y,
                    x(span.high()) - x(span.low()),
                    12,
                    row.reach().isEmpty() ? "pale" : "bar"));
        });
        return bars;
    }

    private void hatched(Element bars, Range reach, String id, double y) {
        bars.add(el("pattern")
                .at("id", "hatch-" + id)
                .at("width", "5")
                .at("height", "5")
                .at("patternUnits", "userSpaceOnUse")
                .at("patternTransform", "rotate(45)")
                .add(el("rect").at("width", "1.4").at("height", "5").at("fill", "currentColor")));
        bars.add(Drawing.rect(x(reach.low()), y, x(reach.high()) - x(reach.low()), 12, "hatched")
                .at("fill", "url(#hatch-" + id + ")"));
    }

    private double x(double value) {
        return (Drawing.WIDTH - 14) * scale.share(value);
    }
}
