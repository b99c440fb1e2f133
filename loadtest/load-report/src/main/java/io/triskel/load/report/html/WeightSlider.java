package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A slider for the weight of a criterion. The script {@code weights.js} reads from its attributes what the totals are made of. */
public final class WeightSlider {
    /** The least that a slider reaches to. */
    private static final int MOST = 20;

    private WeightSlider() {}

    /**
     * {@return the slider, to stand in a row of the table {@code scores}}
     *
     * @param label for those who cannot see the row
     * @param scores low, likely and high by cloud; empty where there is none
     */
    public static Element of(String label, double weight, Map<String, double[]> scores) {
        Element slider = el("input")
                .at("type", "range")
                .at("min", "0")
                .at("max", String.valueOf((int) Math.max(MOST, Math.ceil(weight))))
                .at("step", "0.5")
                .at("value", String.valueOf(weight))
                .at("data-weight", String.valueOf(weight))
                .at("aria-label", label);
        scores.forEach((cloud, score) -> slider.at(
                "data-" + cloud,
                DoubleStream.of(score).mapToObj(String::valueOf).collect(Collectors.joining(" "))));
        return slider;
    }
}
