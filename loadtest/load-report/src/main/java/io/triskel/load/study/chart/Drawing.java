package io.triskel.load.study.chart;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;

/** An SVG 680 units wide, as wide as the text on A4, inside a figure with a caption. */
final class Drawing {
    static final double WIDTH = 680;

    private final Element svg;

    /** @param told what the drawing says, for those who do not see it */
    Drawing(double height, String told) {
        svg = el("svg")
                .at("viewBox", "0 0 680 " + Element.coordinate(height))
                .at("role", "img")
                .at("aria-label", told);
    }

    Drawing add(Element element) {
        svg.add(element);
        return this;
    }

    Drawing text(double x, double y, String words, String classes) {
        return add(label(x, y, words, classes));
    }

    Drawing text(double x, double y, String words, String classes, String anchor) {
        return add(label(x, y, words, classes).at("text-anchor", anchor));
    }

    private static Element label(double x, double y, String words, String classes) {
        return el("text", classes).at("x", x).at("y", y).text(words);
    }

    Drawing line(double x1, double y1, double x2, double y2, String classes) {
        return add(el("line", classes).at("x1", x1).at("y1", y1).at("x2", x2).at("y2", y2));
    }

    static Element rect(double x, double y, double width, double height, String classes) {
        return el("rect", classes)
                .at("x", x)
                .at("y", y)
                .at("width", Math.max(0.5, width))
                .at("height", height);
    }

    /** Draws a box with a name and a note in its middle. */
    Drawing box(double x, double y, double width, String classes, String name, String note) {
        add(rect(x, y, width, 46, "box " + classes).at("rx", 5));
        text(x + width / 2, y + 20, name, "strong", "middle");
        return text(x + width / 2, y + 36, note, "soft small", "middle");
    }

    /** Draws a way through these corners, x and y in turns, with a tip at its end. */
    Drawing way(double... corners) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < corners.length; i += 2) {
            path.append(i == 0 ? 'M' : 'L')
                    .append(Element.coordinate(corners[i]))
                    .append(',')
                    .append(Element.coordinate(corners[i + 1]));
        }
        int end = corners.length - 2;
        double degrees =
                Math.toDegrees(Math.atan2(corners[end + 1] - corners[end - 1], corners[end] - corners[end - 2]));
        add(el("path", "way").at("d", path.toString()));
        return add(el("path", "tip")
                .at("d", "M0,0L-7,-3.5L-7,3.5Z")
                .at(
                        "transform",
                        "translate(" + Element.coordinate(corners[end]) + "," + Element.coordinate(corners[end + 1])
                                + ") rotate(" + Element.coordinate(degrees) + ")"));
    }

    /** {@return the figure} */
    Element under(String caption, String note) {
        return el("figure")
                // On a phone a drawing is wider than its page, and a keyboard must scroll it.
                .at("tabindex", "0")
                .add(el("figcaption").text(caption + " ").add(el("small").text(note)), svg);
    }
}
