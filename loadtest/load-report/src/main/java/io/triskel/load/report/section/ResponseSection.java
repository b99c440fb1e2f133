package io.triskel.load.report.section;

import io.triskel.load.report.merge.Response;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Backlog;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How targets answered steps, spikes and backlogs. */
final class ResponseSection {
    private ResponseSection() {}

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> !rows(one).isEmpty());
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        List<Cell> head = List.of(
                Cell.words("Target"),
                Cell.words("Phase"),
                Cell.figure("Rate, events/s"),
                Cell.figure("At capacity after"),
                Cell.figure("Throttled"),
                Cell.figure("Lag at its worst"),
                Cell.figure("Backlog"),
                Cell.figure("Worked off in"));
        List<List<Cell>> rows = new ArrayList<>();
        targets.forEach(target -> rows.addAll(rows(target)));
        return Optional.of(new Section(
                "response",
                "Response",
                "How each target answered when the load rose or consumers paused",
                "At capacity: 95 % of what was offered was accepted, three samples in a row. A dash where it never was, or where it was not"
                        + " sampled. Of several repeats this is the one that is drawn above.",
                Material.evidence(targets),
                List.of(new Plain(Table.of("Response to rising load and to backlogs", head, rows)))));
    }

    private static List<List<Cell>> rows(TargetRun target) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Response response : Response.of(target.shown())) {
            Optional<Backlog> backlog =
                    response.phase().pausesConsumers() ? target.shown().backlog() : Optional.empty();
            rows.add(List.of(
                    Cell.target(target.id()),
                    Cell.words(response.phase().kind()),
                    Cell.figure(response.phase().rate()),
                    figure(response.toCapacitySeconds(), " s"),
                    response.throttledShare().isPresent()
                            ? Cell.figure(
                                    Words.percent(response.throttledShare().getAsDouble()))
                            : Cell.absent(),
                    figure(response.lagAtMost(), ""),
                    backlog.map(one -> Cell.count(one.atMost())).orElse(Cell.absent()),
                    backlog.map(one -> Cell.figure(Words.millis(one.drainMs()))).orElse(Cell.absent())));
        }
        return rows;
    }

    private static Cell figure(OptionalDouble value, String unit) {
        return value.isPresent() ? Cell.figure(Words.number(value.getAsDouble()) + unit) : Cell.absent();
    }
}
