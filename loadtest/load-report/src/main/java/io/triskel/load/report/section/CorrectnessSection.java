package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Correctness;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What became of every event. */
final class CorrectnessSection {
    private final List<TargetRun> targets;

    private CorrectnessSection(List<TargetRun> targets) {
        this.targets = targets;
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> one.correctness().isPresent());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new CorrectnessSection(targets).section());
    }

    /** {@return what all targets together lost, in one sentence} */
    static String finding(Optional<Correctness> all) {
        if (all.isEmpty()) {
            return "Whether events were lost was not checked.";
        }
        Correctness found = all.get();
        List<String> faults = new ArrayList<>();
        fault(faults, found.lost(), "lost");
        fault(faults, found.reordered(), "out of order");
        fault(faults, found.corrupt(), "corrupted");
        return faults.isEmpty()
                ? "Nothing was lost, out of order or corrupted."
                : "Events went wrong: " + Words.list(faults) + ".";
    }

    private static void fault(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(Words.count(count) + " " + what);
        }
    }

    private Section section() {
        List<Cell> head = new ArrayList<>();
        head.add(Cell.words("Events"));
        targets.forEach(one -> head.add(
                Cell.target(one.id()).as(Look.FIGURE).small(one.evidence().word())));
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(row("Sent", Correctness::sent));
        rows.add(row("Accepted", Correctness::accepted));
        rows.add(row("Delivered", Correctness::delivered));
        rows.add(row("Sent again by the producer", Correctness::retried));
        rows.add(row("Delivered again by the bus", Correctness::redelivered));
        rows.add(row("Outcome unknown to the producer", Correctness::unknownOutcome));
        rows.add(mustBeZero("Lost", Correctness::lost));
        rows.add(mustBeZero("Out of order within a key", Correctness::reordered));
        rows.add(row("Deepest reorder", Correctness::deepestReorder));
        rows.add(mustBeZero("Corrupted", Correctness::corrupt));
        rows.add(row("Of another run", Correctness::foreign));
        List<Cell> drain = new ArrayList<>(List.of(Cell.words("Last delivery after the last send")));
        targets.forEach(one -> drain.add(
                Cell.figure(Words.millis(one.correctness().orElseThrow().drainMs()))));
        rows.add(drain);
        return new Section(
                "correctness",
                "Correctness",
                finding(targets.stream()
                                .flatMap(one -> one.correctness().stream())
                                .reduce(Correctness::plus))
                        .replaceFirst("\\.$", ""),
                "Every event carries its key, its number and a checksum. What has not come when the final drain ends is lost. Counts are of"
                        + " all workers and repeats.",
                Material.evidence(targets),
                List.of(
                        new Plain(Table.of("Correctness", head, rows)),
                        new Note(
                                "Deliveries that repeat are no fault of a bus that delivers at least once; an inbox answers for them.")));
    }

    private List<Cell> row(String name, ToLongFunction<Correctness> count) {
        List<Cell> row = new ArrayList<>(List.of(Cell.words(name)));
        targets.forEach(
                one -> row.add(Cell.count(count.applyAsLong(one.correctness().orElseThrow()))));
        return row;
    }

    private List<Cell> mustBeZero(String name, ToLongFunction<Correctness> count) {
        List<Cell> row = new ArrayList<>(List.of(Cell.words(name).small("must be 0")));
        for (TargetRun target : targets) {
            long found = count.applyAsLong(target.correctness().orElseThrow());
            row.add(Cell.count(found).as(found == 0 ? Look.GOOD : Look.ALARM));
        }
        return row;
    }
}
