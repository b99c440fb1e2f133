package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.words.TargetName;

/** The shape of each target: AWS a square, Azure a triangle, Google a circle, all else a diamond. */
public final class Marks {
    private Marks() {}

    /** {@return the shape around the origin, in the current colour} */
    public static Element shape(String target, double radius) {
        double r = radius;
        return switch (TargetName.look(target)) {
            case "aws" ->
                el("rect")
                        .at("x", -r * 0.88)
                        .at("y", -r * 0.88)
                        .at("width", r * 1.76)
                        .at("height", r * 1.76);
            case "azure" ->
                el("path")
                        .at(
                                "d",
                                "M0," + c(-r * 1.1) + "L" + c(r * 1.08) + "," + c(r * 0.82) + "H" + c(-r * 1.08) + "Z");
            case "gcp" -> el("circle").at("r", r);
            default ->
                el("path")
                        .at(
                                "d",
                                "M0," + c(-r * 1.2) + "L" + c(r * 1.2) + ",0L0," + c(r * 1.2) + "L" + c(-r * 1.2)
                                        + ",0Z");
        };
    }

    /** {@return the name of a target behind its shape, in its colour} */
    public static Element chip(String target, String text) {
        return el("span", "t " + TargetName.look(target))
                .add(el("svg")
                        .at("viewBox", "-6 -6 12 12")
                        .at("aria-hidden", "true")
                        .add(shape(target, 4.6)))
                .text(text);
    }

    private static String c(double value) {
        return Element.coordinate(value);
    }
}
