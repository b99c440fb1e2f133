package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.published.PublishedResult;
import io.triskel.load.report.result.LatencyTimes;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** Results that others published, next to what was measured here. */
final class PublishedSection {
    private final Material material;
    private final Words words;
    private final Cells cells;

    private PublishedSection(Material material) {
        this.material = material;
        this.words = material.words();
        this.cells = new Cells(words);
    }

    static Optional<Section> of(Material material) {
        return new PublishedSection(material).section();
    }

    private Optional<Section> section() {
        List<PublishedResult> results = material.published().beside(material.run());
        if (results.isEmpty()) {
            return Optional.empty();
        }
        List<Cell> head = List.of(
                cells.words("Target"),
                cells.words("Published"),
                cells.words("Confidence"),
                cells.figure("Published p50 / p99"),
                cells.figure("Measured p50 / p99"),
                cells.words("Caveat"));
        List<List<Cell>> rows = new ArrayList<>();
        results.forEach(
                one -> rows.add(row(one, material.run().target(one.target()).orElseThrow())));
        return Optional.of(new Section(
                "published",
                words.say("Published results"),
                words.say("Results that others published about the same services"),
                words.say("Published figures come from other loads, regions and years. They help to find gross"
                        + " errors; they are not a comparison. If no cloud was measured here, there is nothing to"
                        + " check."),
                List.of(),
                List.of(
                        new Plain(FigureTable.of(words.say("Published results"), head, rows)),
                        new Note(words.say(
                                "Sources were read on {0}.",
                                words.dated(material.published().readAt()))))));
    }

    private List<Cell> row(PublishedResult one, TargetRun target) {
        return List.of(
                cells.target(one.target()),
                Cell.words(words.say(one.name()))
                        .cited(words.title(one.source()), words.dated(one.asOf()))
                        .link(one.url()),
                Cell.words(words.say(one.confidence()))
                        .as(one.confidence().equals("unverified") ? Look.DOUBT : Look.WORDS),
                Cell.figure(one.words()
                        .map(words::say)
                        .orElseGet(() -> milliseconds(one.p50Ms()) + " / " + milliseconds(one.p99Ms()))),
                here(target),
                Cell.words(words.say(one.mind())));
    }

    private String milliseconds(OptionalDouble value) {
        return value.isPresent() ? words.millis(value.getAsDouble()) : Words.ABSENT;
    }

    private Cell here(TargetRun target) {
        if (target.evidence() != Evidence.CLOUD) {
            return cells.figure("not comparable")
                    .small(words.say(target.evidence().word()))
                    .as(Look.DOUBT);
        }
        Optional<Histogram> times =
                target.latency().map(LatencyTimes::corrected).filter(one -> one.getTotalCount() > 0);
        return times.map(one -> Cell.figure(words.micros(one.getValueAtPercentile(50)) + " / "
                        + words.micros(one.getValueAtPercentile(99))))
                .orElse(Cell.absent());
    }
}
