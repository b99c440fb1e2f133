package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.limit.Limit;
import io.triskel.load.report.limit.LimitCheck;
import io.triskel.load.report.limit.LimitCheck.Status;
import io.triskel.load.report.section.Block.Drawing;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Limits that providers document, next to what was measured. */
final class LimitSection {
    private static final double BAR_WIDTH = 100;
    private static final double BAR_REACH = 1.4;

    private final Material material;
    private final Words words;
    private final Cells cells;

    private LimitSection(Material material) {
        this.material = material;
        this.words = material.words();
        this.cells = new Cells(words);
    }

    static Optional<Section> of(Material material) {
        return new LimitSection(material).section();
    }

    private Optional<Section> section() {
        List<LimitCheck> checks = material.limits().checked(material.run());
        if (checks.isEmpty()) {
            return Optional.empty();
        }
        List<Cell> head = List.of(
                cells.words("Limit"),
                cells.words("Target"),
                cells.words("Documented"),
                cells.words("Confidence"),
                cells.figure("Measured"),
                cells.figure("Share of the limit"),
                cells.words("Verdict"));
        List<List<Cell>> rows = new ArrayList<>();
        checks.forEach(check -> rows.add(row(check)));
        return Optional.of(new Section(
                "limits",
                words.say("Limits"),
                words.say("Documented limits compared with the measured rates"),
                words.say("Within: the run reached at least 80% of the limit, and the service kept to it. Over:"
                        + " the service accepted over 1% more than documented; do not rely on it. Not reached: the"
                        + " run stayed below 80% of the limit and proves nothing about it. Not comparable: no cloud"
                        + " was measured, or the number of its units is unknown."),
                List.of(),
                List.of(
                        new Drawing(el("div", "presets needs-script")
                                .at("hidden", "")
                                .at("id", "verdicts")
                                .at("role", "group")
                                .at("aria-label", words.say("Verdict"))
                                .at("data-all", words.say("All"))),
                        new Plain(FigureTable.of(words.say("Limits"), head, rows)),
                        new Note(words.say(
                                "Sources were read on {0}. Official: the provider’s documentation, SDK or source code."
                                        + " Secondary: another publisher. Unverified: general knowledge, to be checked before it is"
                                        + " quoted. Rates are the highest that held for 10 s.",
                                words.dated(material.limits().readAt()))))));
    }

    private List<Cell> row(LimitCheck check) {
        Limit limit = check.limit();
        return List.of(
                Cell.words(words.say(limit.topic())),
                cells.target(check.target().id()),
                Cell.words(words.say(limit.documented()))
                        .cited(words.title(limit.source()), words.dated(limit.asOf()))
                        .link(limit.url()),
                Cell.words(words.say(limit.confidence())).as(limit.isUnverified() ? Look.DOUBT : Look.WORDS),
                check.measured().isPresent()
                        ? Cell.figure(measured(limit.unit(), check.measured().getAsDouble()))
                        : Cell.absent(),
                check.share().isPresent()
                        ? Cell.figure(words.percent(check.share().getAsDouble()))
                                .drawing(bar(check.target().id(), check.share().getAsDouble()))
                        : Cell.absent(),
                Cell.words(words.say(check.status().words())).as(look(check.status())));
    }

    private String measured(String unit, double value) {
        return switch (unit) {
            case "B" -> words.bytes(value);
            case "B/s" -> words.bytes(value) + "/s";
            default -> words.with(unit, value);
        };
    }

    private static Look look(Status status) {
        return switch (status) {
            case WITHIN -> Look.WORDS;
            case OVER -> Look.ALARM;
            case NOT_REACHED, NOT_MEASURED -> Look.MUTED;
            case NOT_COMPARABLE -> Look.DOUBT;
        };
    }

    private Element bar(String target, double share) {
        double limit = BAR_WIDTH / BAR_REACH;
        return el("svg", "lim " + words.targets().style(target))
                .at("viewBox", "0 0 100 14")
                .at("width", "100")
                .at("height", "14")
                .at("aria-hidden", "true")
                .add(
                        el("rect", "sunk").at("y", "4").at("width", limit).at("height", "6"),
                        el("rect", "bar")
                                .at("y", "4")
                                .at("width", Math.max(2, Math.min(BAR_WIDTH, share * limit)))
                                .at("height", "6"),
                        el("line", "end")
                                .at("x1", limit)
                                .at("x2", limit)
                                .at("y1", "0")
                                .at("y2", "14"));
    }
}
