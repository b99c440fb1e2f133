package io.triskel.load.report.section;

import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Check;
import io.triskel.load.report.result.Correctness;
import io.triskel.load.report.result.Evidence;
import io.triskel.load.report.result.FailedTarget;
import io.triskel.load.report.result.Objective;
import io.triskel.load.report.result.Result;
import io.triskel.load.report.section.Opening.Fact;
import io.triskel.load.report.section.Opening.Kind;
import io.triskel.load.report.words.TargetName;
import io.triskel.load.report.words.Words;
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

    private Verdicts(Material material) {
        this.material = material;
        this.run = material.run();
    }

    /** {@return the opening of a report} */
    public static Opening of(Material material) {
        Verdicts verdicts = new Verdicts(material);
        return new Opening(verdicts.facts(), verdicts.answer(), verdicts.why(), verdicts.line());
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (FailedTarget failure : run.failures()) {
            facts.add(new Fact(Kind.BAD, TargetName.of(failure.target()) + " failed", failure.why()));
        }
        for (TargetRun target : run.targets()) {
            if (!target.gaps().isEmpty()) {
                facts.add(new Fact(
                        Kind.BAD,
                        TargetName.of(target.id()) + " is partial",
                        Words.capitalised(Words.list(target.gaps())) + "."));
            }
        }
        if (!run.targets().isEmpty()) {
            facts.add(validity());
            facts.add(evidence());
            facts.add(objectives());
        }
        return facts;
    }

    private Fact validity() {
        List<String> broken = new ArrayList<>();
        int checks = 0;
        for (TargetRun target : run.targets()) {
            checks += target.checks().size();
            for (Check check : target.checks()) {
                if (!check.ok()) {
                    broken.add(Words.spaced(check.name()) + " " + Words.with(check.unit(), check.value()) + " on "
                            + TargetName.of(target.id()) + ", " + Words.with(check.unit(), check.limit()) + " allowed");
                }
            }
        }
        if (!run.isValid()) {
            return new Fact(
                    Kind.BAD,
                    "Invalid run",
                    broken.isEmpty() ? unbroken() : Words.capitalised(String.join("; ", broken)) + ".");
        }
        return checks == 0
                ? new Fact(Kind.DOUBT, "Not checked", "The results hold no self-check of the generator.")
                : new Fact(
                        Kind.GOOD,
                        "Valid run",
                        "All " + checks + " self-checks held; the generator was never the bottleneck.");
    }

    /** {@return why a run whose checks held is invalid} */
    private String unbroken() {
        return isInterrupted()
                ? "It was interrupted, so it may not be quoted."
                : "The run judged itself invalid, though its checks held: was anything sent?";
    }

    private boolean isInterrupted() {
        return run.results().anyMatch(Result::partial);
    }

    private Fact evidence() {
        List<Evidence> classes =
                run.evidence().stream().filter(one -> one != Evidence.MEMORY).toList();
        if (classes.isEmpty()) {
            return new Fact(Kind.DOUBT, "Memory evidence", "One JVM without any service: the floor, never ranked.");
        }
        if (classes.size() > 1) {
            return new Fact(
                    Kind.DOUBT,
                    "Mixed evidence",
                    Words.capitalised(classes.stream()
                                    .map(one -> Words.list(
                                                    Material.names(material.having(target -> target.evidence() == one)))
                                            + ": " + one.word())
                                    .collect(Collectors.joining("; ")))
                            + ". Compare only within a class.");
        }
        return switch (classes.get(0)) {
            case CLOUD ->
                new Fact(
                        Kind.PLAIN,
                        "Cloud evidence",
                        "Measured on the services themselves. Memory is the floor and never ranked.");
            case EMULATOR ->
                new Fact(
                        Kind.DOUBT,
                        "Emulator evidence",
                        "Stand-ins on one machine. Correctness holds; speed, capacity and cost say nothing about the services.");
            case SIMULATED ->
                new Fact(
                        Kind.DOUBT, "Simulated evidence", "Computed from documented behaviour. No service was called.");
            case MEMORY -> throw new IllegalStateException("Memory was left out above");
        };
    }

    private Fact objectives() {
        List<TargetRun> judged = material.having(one -> !one.objectives().isEmpty());
        List<TargetRun> met =
                judged.stream().filter(one -> one.missed().isEmpty()).toList();
        if (judged.isEmpty()) {
            return new Fact(Kind.PLAIN, "No objectives", "The workload states none, so nothing is judged.");
        }
        if (met.size() == judged.size()) {
            return new Fact(
                    Kind.PLAIN,
                    "All objectives met",
                    Words.capitalised(Words.of(judged.size(), "target")) + " met all of theirs.");
        }
        List<String> misses = new ArrayList<>();
        for (TargetRun target : judged) {
            for (Objective one : target.missed()) {
                misses.add(TargetName.of(target.id()) + ": " + Words.spaced(one.name()) + " "
                        + Words.with(one.unit(), one.value()) + ", " + Words.with(one.unit(), one.limit())
                        + " allowed");
            }
        }
        return new Fact(
                Kind.DOUBT,
                met.size() + " of " + judged.size() + " met the objectives",
                String.join("; ", misses) + ".");
    }

    private String answer() {
        if (run.targets().isEmpty()) {
            return "Nothing was measured: " + failed() + ".";
        }
        if (!run.failures().isEmpty()) {
            return Words.capitalised(failed()) + "; what follows is the rest.";
        }
        if (!run.isWhole()) {
            return "This run is not whole: what is here was measured, what is missing was not.";
        }
        if (!run.isValid()) {
            return "This run may not be quoted: the load generator was not up to it.";
        }
        List<Evidence> classes = run.evidence();
        Evidence strongest = classes.get(classes.size() - 1);
        return correctness() + " "
                + switch (strongest) {
                    case CLOUD -> speed();
                    case EMULATOR -> "How fast the services are, stand-ins cannot say.";
                    case SIMULATED -> "How fast the services are, a simulation can only guess.";
                    case MEMORY -> "How fast any cloud is, this run cannot say.";
                };
    }

    private String failed() {
        return Words.list(run.failures().stream()
                        .map(one -> TargetName.of(one.target()))
                        .toList()) + " failed";
    }

    private String correctness() {
        return CorrectnessSection.finding(run.targets().stream()
                .flatMap(one -> one.correctness().stream())
                .reduce(Correctness::plus));
    }

    private String speed() {
        Optional<TargetRun> leader = material.mayClaim() ? run.leader(Figure.P99) : Optional.empty();
        return leader.map(one -> TargetName.of(one.id()) + " is fastest for 99 of 100 events.")
                .orElse("Latency leaves no clear winner.");
    }

    private String why() {
        if (run.targets().isEmpty()) {
            return "Run it again once the cause is gone.";
        }
        if (!run.isValid() && isInterrupted()) {
            return "Let it run to its end before anything is quoted.";
        }
        if (!run.isValid()) {
            return "The figures below are kept for finding out why. Run it again with more workers, or with a lower rate.";
        }
        if (material.mayClaim()) {
            List<String> p99 = new ArrayList<>();
            for (TargetRun target : run.rankable()) {
                target.estimate(Figure.P99)
                        .map(Estimate::value)
                        .ifPresent(value -> p99.add(TargetName.of(target.id()) + " " + Words.millis(value)));
            }
            return "Latency at the 99th percentile: " + Words.list(p99) + ". " + repeats();
        }
        return run.evidence().contains(Evidence.CLOUD)
                ? "Not all that is compared was measured on clouds, or not wholly, so nobody leads. " + repeats()
                : "Use it to choose between ways of building, not between clouds. " + repeats();
    }

    private String repeats() {
        return run.repeats() > 1
                ? "Intervals come from " + run.repeats() + " repeats."
                : "One repeat has no interval: how much of a difference is chance, it cannot say.";
    }

    private Map<String, String> line() {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("Workload", run.workloadName() + ", " + run.level());
        run.from().ifPresent(from -> line.put("When", when(from, run.to().orElse(from))));
        line.put("Repeats", run.targets().isEmpty() ? Words.ABSENT : Integer.toString(run.repeats()));
        line.put(
                "Seed",
                run.seeds().isEmpty()
                        ? Words.ABSENT
                        : run.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        line.put("Report", "schema 1");
        return line;
    }

    private static String when(Instant from, Instant to) {
        String end = MOMENT.format(to);
        boolean sameDay = MOMENT.format(from).substring(0, 10).equals(end.substring(0, 10));
        return MOMENT.format(from) + " to " + (sameDay ? end.substring(12) : end) + " UTC";
    }
}
