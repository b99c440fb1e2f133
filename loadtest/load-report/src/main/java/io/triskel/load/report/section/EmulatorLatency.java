package io.triskel.load.report.section;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import java.util.List;

/**
 * Which latencies a reader sees. An emulator's latency is that of our code on one machine, so it is hidden next to a figure of
 * another cloud unless the reader asks for it, and labelled wherever it is shown.
 *
 * @param asked whether the reader asked for it
 */
public record EmulatorLatency(LoadRun run, boolean asked, Words words) {
    /** {@return whether a time of this target stays out of sight} */
    public boolean hides(TargetRun target) {
        return !asked
                && isEmulated(target)
                && run.targets().stream().anyMatch(other -> isOfAnotherCloud(target, other));
    }

    private static boolean isEmulated(TargetRun target) {
        return target.evidence() == Evidence.EMULATOR;
    }

    private static boolean isOfAnotherCloud(TargetRun one, TargetRun other) {
        return other.evidence() != Evidence.MEMORY
                && !Clouds.original(other.id()).equals(Clouds.original(one.id()));
    }

    /** {@return what a reader of a time of this target must know; empty if nothing} */
    public String label(TargetRun target) {
        return isEmulated(target) ? words.say("emulator, not a cloud’s figure") : "";
    }

    List<TargetRun> shown(List<TargetRun> targets) {
        return targets.stream().filter(one -> !hides(one)).toList();
    }

    List<TargetRun> hidden(List<TargetRun> targets) {
        return targets.stream().filter(this::hides).toList();
    }

    /** {@return a cell with a time of this target, which is covered if it is hidden} */
    Cell cell(TargetRun target, Cell time) {
        if (!isEmulated(target) || time.text().equals(Words.ABSENT)) {
            return time;
        }
        Cell labelled = time.label(label(target));
        return hides(target) ? covered().over(labelled) : labelled;
    }

    /** {@return the heading of a row of times of this target} */
    Cell named(TargetRun target) {
        return Cell.target(target.id(), words.target(target.id())).label(label(target));
    }

    /** {@return what is in the place of a hidden figure} */
    Cell covered() {
        return Cell.figure(words.say("hidden")).as(Look.MUTED);
    }

    /** {@return the note under a drawing of these targets: whose figures are not a cloud's; empty if none} */
    String caption(List<TargetRun> targets) {
        List<String> emulated = targets.stream()
                .filter(EmulatorLatency::isEmulated)
                .map(one -> words.target(one.id()))
                .toList();
        return emulated.isEmpty()
                ? ""
                : words.list(emulated) + words.language().colon() + words.say("emulator, not a cloud’s figure");
    }

    /** {@return blocks in which times of these targets are hidden, with the reason; none if none is hidden} */
    List<Block> covered(List<TargetRun> targets, List<Block> blocks) {
        return hidden(targets).isEmpty() ? List.of() : List.of(new Block.Covered(reason(), blocks));
    }

    private String reason() {
        return words.say(
                "Hidden: an emulator’s latency says nothing about its cloud’s, so it is not compared with another"
                        + " cloud’s. To see it: ./triskel report DIR --emulator-latency.");
    }
}
