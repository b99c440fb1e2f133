package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.published.PublishedResult;
import io.triskel.load.report.result.Evidence;
import io.triskel.load.report.result.Latency;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** What others published, beside what was measured here. */
final class PublishedSection {
    private PublishedSection() {}

    static Optional<Section> of(Material material) {
        List<PublishedResult> results = material.published().beside(material.run());
        if (results.isEmpty()) {
            return Optional.empty();
        }
        List<Cell> head = List.of(
                Cell.words("Target"),
                Cell.words("Published"),
                Cell.words("Confidence"),
                Cell.figure("p50 / p99 there"),
                Cell.figure("p50 / p99 here"),
                Cell.words("Mind"));
        List<List<Cell>> rows = new ArrayList<>();
        results.forEach(
                one -> rows.add(row(one, material.run().target(one.target()).orElseThrow())));
        return Optional.of(new Section(
                "published",
                "Published results",
                "What others have published about the same services",
                "Published figures were taken under other loads, in other regions and years; they are a check for blunders, not a"
                        + " comparison. Where no cloud was measured here, there is nothing to check.",
                List.of(),
                List.of(
                        new Plain(Table.of("Published results", head, rows)),
                        new Note("Sources were read on " + material.published().readAt() + "."))));
    }

    private static List<Cell> row(PublishedResult one, TargetRun target) {
        return List.of(
                Cell.target(one.target()),
                Cell.words(one.name()).small(one.source() + ", " + one.asOf()).link(one.url()),
                Cell.words(one.confidence()).as(one.confidence().equals("unverified") ? Look.DOUBT : Look.WORDS),
                Cell.figure(one.words().orElseGet(() -> milliseconds(one.p50Ms()) + " / " + milliseconds(one.p99Ms()))),
                here(target),
                Cell.words(one.mind()));
    }

    private static String milliseconds(OptionalDouble value) {
        return value.isPresent() ? Words.millis(value.getAsDouble()) : Words.ABSENT;
    }

    private static Cell here(TargetRun target) {
        if (target.evidence() != Evidence.CLOUD) {
            return Cell.figure("not comparable").small(target.evidence().word()).as(Look.DOUBT);
        }
        Optional<Histogram> times = target.latency().map(Latency::corrected).filter(one -> one.getTotalCount() > 0);
        return times.map(one -> Cell.figure(Words.micros(one.getValueAtPercentile(50)) + " / "
                        + Words.micros(one.getValueAtPercentile(99))))
                .orElse(Cell.absent());
    }
}
