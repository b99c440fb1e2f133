package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Buttons that set all weights at once; {@code weights.js} shows them, because they do nothing without it. */
public final class WeightPresets {
    /** Criteria that many would put first. */
    private static final List<String> FIRST = List.of("latency", "cost", "elasticity", "ordering", "compliance");

    private WeightPresets() {}

    /**
     * {@return the buttons}
     *
     * @param label the name of the group
     * @param profile the label of the button for the weights of the verdict
     * @param equal the label of the button for equal weights
     * @param first makes the label of a button that puts a criterion first, from the criterion's name
     */
    public static Element of(
            Collection<Weighted> criteria, String label, String profile, String equal, UnaryOperator<String> first) {
        Element presets = el("div", "presets needs-script")
                .at("hidden", "")
                .at("id", "presets")
                .at("role", "group")
                .at("aria-label", label)
                .add(button(profile).at("data-preset", "profile"))
                .add(button(equal).at("data-preset", "equal"));
        FIRST.forEach(id -> criteria.stream()
                .filter(one -> one.id().equals(id))
                .forEach(one -> presets.add(button(first.apply(one.name())).at("data-preset", id))));
        return presets;
    }

    private static Element button(String text) {
        return el("button", "btn")
                .at("type", "button")
                .at("aria-pressed", "false")
                .text(text);
    }
}
