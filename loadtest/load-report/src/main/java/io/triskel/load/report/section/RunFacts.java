package io.triskel.load.report.section;

import io.triskel.load.report.merge.Gap;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Opening.Fact;
import io.triskel.load.report.section.Opening.Kind;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.RunVerdict.Objective;
import java.util.ArrayList;
import java.util.List;

/** Whether a run may be quoted: what failed or is missing, its self-checks, its class of evidence and its objectives. */
final class RunFacts {
    private final Material material;
    private final LoadRun run;
    private final Words words;

    RunFacts(Material material) {
        this.material = material;
        this.run = material.run();
        this.words = material.words();
    }

    /** {@return what is wrong with the run first, then its validity, evidence and objectives} */
    List<Fact> all() {
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
            new GeneratorFact(material).fact().ifPresent(facts::add);
            facts.add(evidence());
            facts.add(objectives());
        }
        return facts;
    }

    private String gap(Gap gap) {
        return switch (gap.kind()) {
            case REST -> words.say("interrupted before its end");
            case BUDGET -> words.say("stopped at its budget");
            case REPEATS -> words.say("{0} of {1} repetitions have results", gap.present(), gap.expected());
            case WORKERS ->
                words.say(
                        "{0} of {1} workers have results in repetition {2}",
                        gap.present(), gap.expected(), gap.repeat());
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
                    broken.isEmpty()
                            ? unbroken()
                            : Words.capitalised(String.join(words.language().semicolon(), broken)) + ".");
        }
        return checks == 0
                ? fact(Kind.DOUBT, "Not checked", "The results contain no self-check of the generator.")
                : new Fact(
                        Kind.GOOD,
                        words.say("Valid run"),
                        isLimitChecked()
                                ? words.say("All {0} self-checks passed; the generator was not the bottleneck.", checks)
                                : words.say("All {0} self-checks passed.", checks));
    }

    /** Whether each result says how long its generator's own limit held events back; older results do not. */
    private boolean isLimitChecked() {
        return run.results()
                .allMatch(one -> one.run().verdict().checks().stream()
                        .anyMatch(check -> check.name().equals("atOwnLimit")));
    }

    /** {@return why a run whose checks held is invalid} */
    private String unbroken() {
        return words.say(
                isInterrupted()
                        ? "The run was interrupted, so it must not be quoted."
                        : "The run is marked invalid although its checks passed: was anything sent?");
    }

    boolean isInterrupted() {
        return run.results().anyMatch(one -> one.run().partial());
    }

    private Fact evidence() {
        List<Evidence> classes =
                run.evidence().stream().filter(one -> one != Evidence.MEMORY).toList();
        if (classes.isEmpty()) {
            return fact(Kind.DOUBT, "Memory evidence", "One JVM without any service: a floor that is never ranked.");
        }
        if (classes.size() > 1) {
            List<String> by = classes.stream().map(this::members).toList();
            return new Fact(
                    Kind.DOUBT,
                    words.say("Mixed evidence"),
                    Words.capitalised(String.join(words.language().semicolon(), by)) + ". "
                            + words.say("Compare only targets with the same evidence class."));
        }
        return switch (classes.get(0)) {
            case CLOUD ->
                fact(
                        Kind.PLAIN,
                        "Cloud evidence",
                        "Measured on the services themselves. Memory is a floor and never ranked.");
            case EMULATOR ->
                fact(
                        Kind.DOUBT,
                        "Emulator evidence",
                        "Emulators on one machine. Correctness holds; speed, capacity and cost say nothing about"
                                + " the services.");
            case SIMULATED ->
                fact(Kind.DOUBT, "Simulated evidence", "Computed from documented behaviour. No service was called.");
            case MEMORY -> throw new IllegalStateException("Memory was left out above");
        };
    }

    private String members(Evidence evidence) {
        List<TargetRun> targets = material.having(target -> target.evidence() == evidence);
        return words.list(material.names(targets)) + words.language().colon() + words.say(evidence.word());
    }

    private Fact objectives() {
        List<TargetRun> judged = material.having(one -> !one.objectives().isEmpty());
        List<TargetRun> met =
                judged.stream().filter(one -> one.missed().isEmpty()).toList();
        if (judged.isEmpty()) {
            return fact(Kind.PLAIN, "No objectives", "The workload states no objectives, so nothing is judged.");
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
                misses.add(miss(target, one));
            }
        }
        return new Fact(
                Kind.DOUBT,
                words.say("{0} of {1} met the objectives", met.size(), judged.size()),
                String.join(words.language().semicolon(), misses) + ".");
    }

    private String miss(TargetRun target, Objective one) {
        String name = words.term(Words.spaced(one.name()));
        String limit = words.with(one.unit(), one.limit());
        return one.unit().equals("ms") && material.latencies().hides(target)
                ? words.say("{0}: {1} over the {2} allowed", words.target(target.id()), name, limit)
                : words.say(
                        "{0}: {1} {2}, {3} allowed",
                        words.target(target.id()), name, words.with(one.unit(), one.value()), limit);
    }

    private Fact fact(Kind kind, String head, String body) {
        return new Fact(kind, words.say(head), words.say(body));
    }
}
