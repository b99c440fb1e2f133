package io.triskel.load.report.section;

import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Evidence;
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

/** The opening of a load report: first what is wrong with the run, then its answer. */
public final class Verdicts {
    private static final DateTimeFormatter DAY = at("yyyy-MM-dd");
    private static final DateTimeFormatter TIME = at("HH:mm");

    private final Material material;
    private final LoadRun run;
    private final Words words;
    private final RunFacts facts;

    private Verdicts(Material material) {
        this.material = material;
        this.run = material.run();
        this.words = material.words();
        this.facts = new RunFacts(material);
    }

    /** {@return the opening of a report} */
    public static Opening of(Material material) {
        Verdicts verdicts = new Verdicts(material);
        return new Opening(verdicts.facts.all(), verdicts.answer(), List.of(verdicts.why()), verdicts.line());
    }

    private String answer() {
        if (run.targets().isEmpty()) {
            return words.say("Nothing was measured. Failed: {0}.", failed());
        }
        if (!run.failures().isEmpty()) {
            return words.say("{0} failed; the report covers the rest.", failed());
        }
        if (!run.isWhole()) {
            return words.say("This run is incomplete: some results are missing.");
        }
        if (!run.isValid()) {
            return words.say("This run is invalid and must not be quoted.");
        }
        List<Evidence> classes = run.evidence();
        Evidence strongest = classes.get(classes.size() - 1);
        return correctness() + " "
                + switch (strongest) {
                    case CLOUD -> speed();
                    case EMULATOR -> words.say("Emulators cannot tell how fast the services are.");
                    case SIMULATED -> words.say("A simulation only estimates how fast the services are.");
                    case MEMORY -> words.say("This run cannot tell how fast any cloud is.");
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
                .orElse(words.say("No target is clearly fastest."));
    }

    private String why() {
        if (run.targets().isEmpty()) {
            return words.say("Run it again when the cause is fixed.");
        }
        if (!run.isValid()) {
            return words.say(
                    facts.isInterrupted()
                            ? "Let the run finish before you quote a figure."
                            : "Use the figures below only to find the cause. Run the test again with more workers or a"
                                    + " lower rate.");
        }
        if (material.mayClaim()) {
            return words.say("Latency at the 99th percentile: {0}.", words.list(p99())) + " " + repeats() + cost();
        }
        return words.say(
                        run.evidence().contains(Evidence.CLOUD)
                                ? "No target leads, because not every target was completely measured on a cloud."
                                : "Use these results to choose between designs, not between clouds.")
                + " " + repeats()
                + cost();
    }

    /** {@return the computed cost of each cloud, whatever was measured; a computed figure makes no cloud the leader} */
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
                : " " + words.say("At list prices, a million events cost {0}; see Cost.", words.list(costs));
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
                ? words.say("Intervals come from {0} repetitions.", run.repeats())
                : words.say("One repetition has no interval, so the report cannot tell a difference from chance.");
    }

    private Map<String, String> line() {
        Map<String, String> line = new LinkedHashMap<>();
        line.put(words.say("Workload"), run.workloadName() + ", " + words.term(run.level()));
        run.from()
                .ifPresent(
                        from -> line.put(words.say("When"), when(from, run.to().orElse(from))));
        line.put(words.say("Repetitions"), run.targets().isEmpty() ? Words.ABSENT : Integer.toString(run.repeats()));
        line.put(
                words.say("Seed"),
                run.seeds().isEmpty()
                        ? Words.ABSENT
                        : run.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        line.put(words.say("Report"), words.say("schema {0}", 1));
        return line;
    }

    private String when(Instant from, Instant to) {
        String end = TIME.format(to);
        boolean sameDay = DAY.format(from).equals(DAY.format(to));
        return words.say("{0} to {1} UTC", day(from) + ", " + TIME.format(from), sameDay ? end : day(to) + ", " + end);
    }

    private String day(Instant moment) {
        return words.dated(DAY.format(moment));
    }

    private static DateTimeFormatter at(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
