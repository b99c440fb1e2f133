package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Buttons that set all weights at once; {@code weights.js} shows them, since without it they would do nothing. */
public final class WeightPresets {
    /** Criteria that many would put first. */
    private static final List<String> FIRST = List.of("latency", "cost", "elasticity", "ordering", "compliance");

    private WeightPresets() {}

    /**
     * {@return the buttons}
     *
     * @param label of all of them
     * @param profile the weights that the verdict is made with
     * @param equal all weights the same
     * @param first says that a criterion, by its name, comes first
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
