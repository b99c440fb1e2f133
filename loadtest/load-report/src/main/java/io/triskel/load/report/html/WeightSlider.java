package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A slider for the weight of a criterion. The script {@code weights.js} reads weights and scores from its attributes. */
public final class WeightSlider {
    /** The least upper end of a slider. */
    private static final int MOST = 20;

    /** The upper end of a slider as a share of all weights, so that a reader can put the criterion first. */
    private static final double SHARE = 0.45;

    private WeightSlider() {}

    /**
     * {@return the slider, for a row of the table {@code scores}}
     *
     * @param label for screen readers
     * @param all all criteria, with this one
     */
    public static Element of(String label, Weighted criterion, Collection<Weighted> all) {
        double most = Math.max(MOST, Math.max(criterion.weight(), SHARE * Weighted.sum(all)));
        Element slider = el("input")
                .at("type", "range")
                .at("min", "0")
                .at("max", String.valueOf((int) Math.ceil(most)))
                .at("step", criterion.weight() * 2 % 1 == 0 ? "0.5" : "any")
                .at("value", String.valueOf(criterion.weight()))
                .at("data-weight", String.valueOf(criterion.weight()))
                .at("data-id", criterion.id())
                .at("data-basis", criterion.basis())
                .at("aria-label", label);
        criterion
                .scores()
                .forEach((cloud, score) -> slider.at(
                        "data-" + cloud,
                        DoubleStream.of(score).mapToObj(String::valueOf).collect(Collectors.joining(" "))));
        criterion
                .figures()
                .forEach((cloud, figure) -> slider.at(
                        "data-figure-" + cloud,
                        DoubleStream.of(figure).mapToObj(String::valueOf).collect(Collectors.joining(" "))));
        if (criterion.lessIsBetter()) {
            slider.at("data-less", "");
        }
        return slider;
    }
}
