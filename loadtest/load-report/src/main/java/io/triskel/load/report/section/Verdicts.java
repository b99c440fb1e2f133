package io.triskel.load.report.section;

import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.Gap;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Opening.Fact;
import io.triskel.load.report.section.Opening.Kind;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.RunVerdict.Objective;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says first what is wrong with a run: a target that failed, a run that is not whole, a generator that fell behind. */
public final class Verdicts {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd, HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Material material;
    private final LoadRun run;
    private final Words words;

    private Verdicts(Material material) {
        this.material = material;
        this.run = material.run();
        this.words = material.words();
    }

    /** {@return the opening of a report} */
    public static Opening of(Material material) {
        Verdicts verdicts = new Verdicts(material);
        return new Opening(verdicts.facts(), verdicts.answer(), List.of(verdicts.why()), verdicts.line());
    }

    private Fact fact(Kind kind, String head, String body) {
        return new Fact(kind, words.say(head), words.say(body));
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (FailedTarget failure : run.failures()) {
            facts.add(new Fact(Kind.BAD, words.say("{0} failed", words.target(failure.target())), failure.failed()));
        }
        for (TargetRun target : run.targets()) {
            if (!target.gaps().isEmpty()) {
                List<String> gaps = target.gaps().stream().map(this::gap).toList();
                facts.add(new Fact(
                        Kind.BAD,
                        words.say("{0} is partial", words.target(target.id())),
                        Words.capitalised(words.list(gaps)) + "."));
            }
        }
        if (!run.targets().isEmpty()) {
            facts.add(validity());
            facts.add(evidence());
            facts.add(objectives());
        }
        return facts;
    }

    private String gap(Gap gap) {
        return switch (gap.kind()) {
            case REST -> words.say("interrupted before its end");
            case BUDGET -> words.say("stopped at its budget");
            case REPEATS -> words.say("{0} of {1} repeats are there", gap.present(), gap.expected());
            case WORKERS ->
                words.say("{0} of {1} workers are there in repeat {2}", gap.present(), gap.expected(), gap.repeat());
        };
    }

    private Fact validity() {
        List<String> broken = new ArrayList<>();
        int checks = 0;
        for (TargetRun target : run.targets()) {
            checks += target.checks().size();
            for (Check check : target.checks()) {
                if (!check.ok()) {
                    broken.add(words.say(
                            "{0} {1} on {2}, {3} allowed",
                            words.term(Words.spaced(check.name())),
                            words.with(check.unit(), check.value()),
                            words.target(target.id()),
                            words.with(check.unit(), check.limit())));
                }
            }
        }
        if (!run.isValid()) {
            return new Fact(
                    Kind.BAD,
                    words.say("Invalid run"),
                    broken.isEmpty() ? unbroken() : Words.capitalised(String.join("; ", broken)) + ".");
        }
        return checks == 0
                ? fact(Kind.DOUBT, "Not checked", "The results hold no self-check of the generator.")
                : new Fact(
                        Kind.GOOD,
                        words.say("Valid run"),
                        words.say("All {0} self-checks held; the generator was never the bottleneck.", checks));
    }

    /** {@return why a run whose checks held is invalid} */
    private String unbroken() {
        return words.say(
                isInterrupted()
                        ? "It was interrupted, so it may not be quoted."
                        : "The run judged itself invalid, though its checks held: was anything sent?");
    }

    private boolean isInterrupted() {
        return run.results().anyMatch(one -> one.run().partial());
    }

    private Fact evidence() {
        List<Evidence> classes =
                run.evidence().stream().filter(one -> one != Evidence.MEMORY).toList();
        if (classes.isEmpty()) {
            return fact(Kind.DOUBT, "Memory evidence", "One JVM without any service: the floor, never ranked.");
        }
        if (classes.size() > 1) {
            List<String> by = classes.stream().map(this::members).toList();
            return new Fact(
                    Kind.DOUBT,
                    words.say("Mixed evidence"),
                    Words.capitalised(String.join("; ", by)) + ". " + words.say("Compare only within a class."));
        }
        return switch (classes.get(0)) {
            case CLOUD ->
                fact(
                        Kind.PLAIN,
                        "Cloud evidence",
                        "Measured on the services themselves. Memory is the floor and never ranked.");
            case EMULATOR ->
                fact(
                        Kind.DOUBT,
                        "Emulator evidence",
                        "Stand-ins on one machine. Correctness holds; speed, capacity and cost say nothing about the"
                                + " services.");
            case SIMULATED ->
                fact(Kind.DOUBT, "Simulated evidence", "Computed from documented behaviour. No service was called.");
            case MEMORY -> throw new IllegalStateException("Memory was left out above");
        };
    }

    private String members(Evidence evidence) {
        List<TargetRun> targets = material.having(target -> target.evidence() == evidence);
        return words.list(material.names(targets)) + ": " + words.say(evidence.word());
    }

    private Fact objectives() {
        List<TargetRun> judged = material.having(one -> !one.objectives().isEmpty());
        List<TargetRun> met =
                judged.stream().filter(one -> one.missed().isEmpty()).toList();
        if (judged.isEmpty()) {
            return fact(Kind.PLAIN, "No objectives", "The workload states none, so nothing is judged.");
        }
        if (met.size() == judged.size()) {
            return new Fact(
                    Kind.PLAIN,
                    words.say("All objectives met"),
                    words.say("By {0}.", words.list(material.names(judged))));
        }
        List<String> misses = new ArrayList<>();
        for (TargetRun target : judged) {
            for (Objective one : target.missed()) {
                misses.add(words.say(
                        "{0}: {1} {2}, {3} allowed",
                        words.target(target.id()),
                        words.term(Words.spaced(one.name())),
                        words.with(one.unit(), one.value()),
                        words.with(one.unit(), one.limit())));
            }
        }
        return new Fact(
                Kind.DOUBT,
                words.say("{0} of {1} met the objectives", met.size(), judged.size()),
                String.join("; ", misses) + ".");
    }

    private String answer() {
        if (run.targets().isEmpty()) {
            return words.say("Nothing was measured. Failed: {0}.", failed());
        }
        if (!run.failures().isEmpty()) {
            return words.say("{0} failed; what follows is the rest.", failed());
        }
        if (!run.isWhole()) {
            return words.say("This run is not whole: what is here was measured, what is missing was not.");
        }
        if (!run.isValid()) {
            return words.say("This run may not be quoted: it is invalid.");
        }
        List<Evidence> classes = run.evidence();
        Evidence strongest = classes.get(classes.size() - 1);
        return correctness() + " "
                + switch (strongest) {
                    case CLOUD -> speed();
                    case EMULATOR -> words.say("How fast the services are, stand-ins cannot say.");
                    case SIMULATED -> words.say("How fast the services are, a simulation can only guess.");
                    case MEMORY -> words.say("How fast any cloud is, this run cannot say.");
                };
    }

    private String failed() {
        return words.list(
                run.failures().stream().map(one -> words.target(one.target())).toList());
    }

    private String correctness() {
        return CorrectnessSection.finding(
                words,
                run.targets().stream()
                        .flatMap(one -> one.correctness().stream())
                        .reduce(Correctness::plus));
    }

    private String speed() {
        Optional<TargetRun> leader = material.mayClaim() ? run.leader(Figure.P99) : Optional.empty();
        return leader.map(one -> words.say("{0} is fastest for 99 of 100 events.", words.target(one.id())))
                .orElse(words.say("Latency leaves no clear winner."));
    }

    private String why() {
        if (run.targets().isEmpty()) {
            return words.say("Run it again once the cause is gone.");
        }
        if (!run.isValid()) {
            return words.say(
                    isInterrupted()
                            ? "Let it run to its end before anything is quoted."
                            : "The figures below are kept for finding out why. Run it again with more workers, or with"
                                    + " a lower rate.");
        }
        if (material.mayClaim()) {
            return words.say("Latency at the 99th percentile: {0}.", words.list(p99())) + " " + repeats() + cost();
        }
        return words.say(
                        run.evidence().contains(Evidence.CLOUD)
                                ? "Not all that is compared was measured on clouds, or not wholly, so nobody leads."
                                : "Use it to choose between ways of building, not between clouds.")
                + " " + repeats()
                + cost();
    }

    /** What is computed leads nobody: it is told of each cloud, whatever was measured. */
    private String cost() {
        List<String> costs = new ArrayList<>();
        material.sizing()
                .ifPresent(sizing -> CostSection.answers(material, sizing)
                        .forEach(answer -> answer.best()
                                .ifPresent(plan ->
                                        costs.add(words.target(answer.cloud().name()) + " "
                                                + words.money(plan.usdAMillion(sizing.need())
                                                        .likely())
                                                + (plan.verified() ? "" : " *")))));
        return costs.isEmpty()
                ? ""
                : " " + words.say("Computed from list prices, a million events cost {0}; see Cost.", words.list(costs));
    }

    private List<String> p99() {
        List<String> p99 = new ArrayList<>();
        for (TargetRun target : run.rankable()) {
            target.estimate(Figure.P99)
                    .map(Estimate::value)
                    .ifPresent(value -> p99.add(words.target(target.id()) + " " + words.millis(value)));
        }
        return p99;
    }

    private String repeats() {
        return run.repeats() > 1
                ? words.say("Intervals come from {0} repeats.", run.repeats())
                : words.say("One repeat has no interval: how much of a difference is chance, it cannot say.");
    }

    private Map<String, String> line() {
        Map<String, String> line = new LinkedHashMap<>();
        line.put(words.say("Workload"), run.workloadName() + ", " + words.term(run.level()));
        run.from()
                .ifPresent(
                        from -> line.put(words.say("When"), when(from, run.to().orElse(from))));
        line.put(words.say("Repeats"), run.targets().isEmpty() ? Words.ABSENT : Integer.toString(run.repeats()));
        line.put(
                words.say("Seed"),
                run.seeds().isEmpty()
                        ? Words.ABSENT
                        : run.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        line.put(words.say("Report"), words.say("schema {0}", 1));
        return line;
    }

    private String when(Instant from, Instant to) {
        String end = MOMENT.format(to);
        boolean sameDay = MOMENT.format(from).substring(0, 10).equals(end.substring(0, 10));
        return words.say("{0} to {1} UTC", MOMENT.format(from), sameDay ? end.substring(12) : end);
    }
}
