package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.words.Targets;
import java.util.Collection;
import java.util.Optional;

/**
 * A bar for each cloud, from 0 to 10. It has a filled part for the lower bound of each score, a pale part up to the upper bounds, and a
 * hatched part that missing criteria could add.
 * The bars keep their order whatever the totals are, because sorted bars would be a ranking. {@code weights.js} redraws them.
 */
public final class RankBars {
    private static final double BEST = 10;

    private final Collection<Weighted> criteria;
    private final Targets targets;
    private final Element bars = el("div", "ranks").at("id", "ranks");

    private RankBars(Collection<Weighted> criteria, Targets targets) {
        this.targets = targets;
        this.criteria = criteria;
    }

    /** {@return a drawing without bars} */
    public static RankBars of(Collection<Weighted> criteria, Targets targets) {
        return new RankBars(criteria, targets);
    }

    /**
     * Adds the bar of a cloud.
     *
     * @param leads the mark of the leader, if the verdict names this cloud
     * @param reach the total if missing criteria scored 0 to 10
     * @param first how often the cloud is first in random weightings
     */
    public RankBars bar(String cloud, String name, Optional<String> leads, String reach, String first) {
        bars.add(el("div", "rank")
                .at("data-cloud", cloud)
                .add(
                        Marks.chip(targets, cloud, name),
                        el("b", "leads").text(leads.orElse("")),
                        track(cloud),
                        el("span", "reach").text(reach),
                        el("span", "first").text(first)));
        return this;
    }

    public Element draw() {
        return bars;
    }

    private Element track(String cloud) {
        String hatch = "missing-" + cloud;
        Element track = el("svg", "track " + cloud)
                .at("aria-hidden", "true")
                .add(el("pattern")
                        .at("id", hatch)
                        .at("width", "5")
                        .at("height", "5")
                        .at("patternUnits", "userSpaceOnUse")
                        .at("patternTransform", "rotate(45)")
                        .add(el("rect").at("width", "1.2").at("height", "5").at("fill", "currentColor")));
        double all = Weighted.sum(criteria);
        double end = 0;
        double span = 0;
        double missing = 0;
        for (Weighted one : criteria) {
            double share = all > 0 ? one.weight() / all : 0;
            double width = share * one.low(cloud).orElse(0.0) / BEST;
            track.add(part("known", end, width));
            end += width;
            span += share * one.width(cloud).orElse(0.0) / BEST;
            missing += one.scores().isEmpty() ? share : 0;
        }
        return track.add(part("span", end, span))
                .add(part("missing", end + span, missing).at("fill", "url(#" + hatch + ")"));
    }

    private static Element part(String classes, double from, double width) {
        return el("rect", classes).at("height", "100%").share("x", from).share("width", width);
    }
}
