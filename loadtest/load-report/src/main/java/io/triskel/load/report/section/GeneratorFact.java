package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.report.section.Opening.Fact;
import io.triskel.load.report.section.Opening.Kind;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.RunFile;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.Sending;
import io.triskel.load.result.Sending.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who was the limit of the run, the generator or a target, with the share of events that were sent late and the generator's processor. */
record GeneratorFact(Material material) {
    /** {@return the fact; empty if the results say nothing of the generator} */
    Optional<Fact> fact() {
        Words words = material.words();
        List<String> figures = new ArrayList<>();
        worst(GeneratorFact::late)
                .map(worst -> worst.share() == 0
                        ? words.say("No event was sent over 10 ms late.")
                        : words.say(
                                "At most {0} of the events were sent over 10 ms late ({1}).",
                                words.percent(worst.share()), words.target(worst.target())))
                .ifPresent(figures::add);
        held().ifPresent(figures::add);
        worst(GeneratorFact::processor)
                .map(worst -> words.say(
                        "The generator’s process used at most {0} of its processors ({1}).",
                        words.percent(worst.share()), words.target(worst.target())))
                .ifPresent(figures::add);
        Optional<String> cure = failed().flatMap(check -> cure(check.name()));
        cure.ifPresent(what -> figures.add(0, words.say(what)));
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Fact(cure.isPresent() ? Kind.BAD : Kind.PLAIN, head(cure), String.join(" ", figures)));
    }

    /** {@return the highest share of events that each owner of a wait held back, on any target} */
    private Optional<String> held() {
        Words words = material.words();
        List<Sending> all = material.run()
                .results()
                .flatMap(one -> one.run().sending().stream())
                .toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(words.say(
                        "Held back, at most: {0} by the generator, {1} by the target, {2} by the order of keys.",
                        words.percent(most(all, Sending::generator)),
                        words.percent(most(all, Sending::target)),
                        words.percent(most(all, Sending::order))));
    }

    private static double most(List<Sending> all, Function<Sending, Held> owner) {
        return all.stream().mapToDouble(one -> owner.apply(one).share()).max().orElse(0);
    }

    private String head(Optional<String> cure) {
        Words words = material.words();
        if (cure.isPresent()) {
            return words.say("The generator was the limit");
        }
        if (!material.run().isValid() || checks().findAny().isEmpty()) {
            return words.say("The generator");
        }
        return words.say(
                material.having(GeneratorFact::isSlow).isEmpty()
                        ? "The generator kept up"
                        : "The limit was the target, not the generator");
    }

    /** Counts of lost and reordered events, which have no unit, say nothing of a limit. */
    private static boolean isSlow(TargetRun target) {
        return target.missed().stream().anyMatch(one -> !one.unit().isEmpty());
    }

    private Stream<Check> checks() {
        return material.run().targets().stream().flatMap(one -> one.checks().stream());
    }

    private Optional<Check> failed() {
        return checks().filter(check -> !check.ok() && cure(check.name()).isPresent())
                .findFirst();
    }

    /** {@return what to do if this check does not hold; empty if the check is not of the generator's speed} */
    private static Optional<String> cure(String check) {
        return switch (check) {
            case "scheduleDelayP50", "scheduleDelayP90", "scheduleDelayP99", "scheduleDelayP999", "heldBack" ->
                Optional.of("Free the machine, lower the rate, or add workers.");
            case "atOwnLimit" -> Optional.of("Add workers, or send fewer or smaller events.");
            case "processor" -> Optional.of("Use a larger machine, add workers, or lower the rate.");
            case "collectionShare" ->
                Optional.of("Give the generator more memory (JDK_JAVA_OPTIONS=-Xmx2g), or lower the rate.");
            default -> Optional.empty();
        };
    }

    private record Worst(String target, double share) {}

    private Optional<Worst> worst(Function<TargetRun, OptionalDouble> share) {
        return material.run().targets().stream()
                .flatMap(target -> share.apply(target).stream().mapToObj(one -> new Worst(target.id(), one)))
                .max(Comparator.comparingDouble(Worst::share));
    }

    private static OptionalDouble late(TargetRun target) {
        long sent = target.correctness().map(Correctness::sent).orElse(0L);
        long late = target.results().mapToLong(one -> one.run().late()).sum();
        return sent > 0 ? OptionalDouble.of(Math.min(1, (double) late / sent)) : OptionalDouble.empty();
    }

    /** Virtual time passes faster than the processor works, so a simulated run has no such share. */
    private static OptionalDouble processor(TargetRun target) {
        return target.evidence() == Evidence.SIMULATED
                ? OptionalDouble.empty()
                : target.results()
                        .map(WorkerRun::run)
                        .flatMapToDouble(run -> processor(run).stream())
                        .max();
    }

    private static OptionalDouble processor(RunFile run) {
        double seconds = Duration.between(run.from(), run.to()).toMillis() / 1e3;
        return run.self()
                .filter(self -> self.cores() > 0 && seconds > 0)
                .map(self -> OptionalDouble.of(Math.min(1, self.cpuSeconds() / self.cores() / seconds)))
                .orElse(OptionalDouble.empty());
    }
}
