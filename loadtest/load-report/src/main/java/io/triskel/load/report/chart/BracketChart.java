package io.triskel.load.report.chart;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Capacity;
import java.util.OptionalDouble;

/**
 * The capacity of one target: full up to the rate that passed, hatched up to the first that failed.
 *
 * @param about what the bracket is of, beside the target; empty for the capacity itself
 * @param documented the rate that the provider documents for this stack, if it is known
 */
public record BracketChart(
        String target, String about, Bracket bracket, OptionalDouble documented, Scale scale, Words words) {
    private static final int HEIGHT = 46;
    private static final int BAR = 24;
    private static final int THICKNESS = 13;

    /**
     * Draws the bracket.
     *
     * @param last whether to write rates below the bracket
     */
    public Element draw(boolean last) {
        int height = HEIGHT + (last ? 22 : 6);
        Frame frame = new Frame(height, 0, last ? 22 : 6, label());
        for (double tick : scale.ticks()) {
            double x = scale.share(tick);
            frame.vertical(x);
            if (last) {
                frame.text(x, height - 5, words.number(tick), "", x == 0 ? "start" : x > 0.95 ? "end" : "middle");
            }
        }
        double passed = scale.share(bracket.passed());
        frame.bar(0, passed, BAR, THICKNESS, "bar");
        if (bracket.failed().isPresent()) {
            failure(frame, passed, scale.share(bracket.failed().getAsDouble()));
        } else {
            frame.at(passed, BAR, el("path", "bar").at("d", "M0,0l9,6.5l-9,6.5z"));
        }
        bracket.probes().forEach(probe -> probe(frame, probe));
        documented.ifPresent(limit -> frame.add(el("line", "doc")
                .share("x1", scale.share(limit))
                .share("x2", scale.share(limit))
                .at("y1", BAR - 5)
                .at("y2", BAR + THICKNESS + 5)));
        frame.at(
                0.0,
                15,
                Marks.shape(words.targets(), target, 4.6).at("class", "nm").at("transform", "translate(6,-4)"));
        // A bracket of its own stands below its target's, whose name would not fit a phone a second time.
        String what = about.isEmpty() ? words.target(target) : words.say(about);
        frame.textBeside(0, 17, 15, what + "  " + found(), "k halo");
        return frame.in("bare " + words.targets().style(target));
    }

    private void failure(Frame frame, double passed, double failed) {
        String id = "hatch-" + (about.isEmpty() ? "" : "limited-")
                + words.targets().style(target) + (Clouds.isSimulated(target) ? "-sim" : "");
        frame.add(el("pattern")
                .at("id", id)
                .at("width", "4")
                .at("height", "4")
                .at("patternUnits", "userSpaceOnUse")
                .at("patternTransform", "rotate(45)")
                .add(el("rect").at("width", "1.6").at("height", "4").at("fill", "currentColor")));
        frame.add(el("rect")
                .share("x", passed)
                .share("width", Math.max(0.004, failed - passed))
                .at("y", BAR)
                .at("height", THICKNESS)
                .at("fill", "url(#" + id + ")"));
        frame.at(failed, BAR, el("path", "no").at("d", "M0,-3v19M4,3l7,7M11,3l-7,7"));
    }

    private void probe(Frame frame, Capacity.Probe probe) {
        boolean isEnd = probe.rate() == bracket.passed()
                || probe.rate() == bracket.failed().orElse(Double.NaN);
        if (!isEnd && scale.share(probe.rate()) < 1) {
            frame.at(
                    scale.share(probe.rate()),
                    BAR + THICKNESS / 2.0,
                    el("circle", probe.ok() ? "held" : "broke").at("r", 2.2));
        }
    }

    /** {@return the bracket in words, with the reason of the failure} */
    private String found() {
        return range() + (bracket.reason().isEmpty() ? "" : words.language().colon() + words.term(bracket.reason()));
    }

    private String range() {
        String passed = words.number(bracket.passed());
        if (bracket.failed().isEmpty()) {
            return words.say("{0} or more", passed);
        }
        String failed = words.number(bracket.failed().getAsDouble());
        return bracket.passed() == 0 ? words.say("less than {0}", failed) : words.say("{0} to {1}", passed, failed);
    }

    private String name() {
        return words.target(target) + (about.isEmpty() ? "" : ", " + words.say(about));
    }

    private String label() {
        return name() + ", " + words.term(bracket.unit()) + words.language().colon() + found();
    }
}
