package io.triskel.load.evaluate;

import io.triskel.load.evaluate.criteria.Requirement;
import io.triskel.load.evaluate.criteria.Ruling;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.evaluate.score.Check;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.PriceDoubt;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.workload.Demand;
import io.triskel.load.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the gates and the offers of an evaluation in one language. */
public record GateWords(Evaluation evaluation, Words words) {
    /** {@return the gates with each cloud's answer} */
    public List<EvaluationFile.Gate> gates() {
        Map<String, EvaluationFile.Gate> gates = new LinkedHashMap<>();
        for (Qualification entry : evaluation.entries()) {
            for (Check check : entry.checks()) {
                EvaluationFile.Gate gate = gates.getOrDefault(check.id(), gate(check));
                Map<String, EvaluationFile.Answer> clouds = new LinkedHashMap<>(gate.clouds());
                clouds.put(entry.cloud(), answer(check));
                gates.put(check.id(), new EvaluationFile.Gate(gate.id(), gate.name(), gate.demand(), clouds));
            }
        }
        return new ArrayList<>(gates.values());
    }

    private EvaluationFile.Gate gate(Check check) {
        return new EvaluationFile.Gate(
                check.id(),
                name(check),
                check.stated()
                        .map(one -> one.question().in(words.language()))
                        .or(() -> evaluation.profile().workload().map(workload -> demand(check.id(), workload)))
                        .orElse(""),
                Map.of());
    }

    /** {@return what a workload asks of a gate, as far as one figure says it} */
    String demand(String id, Workload workload) {
        Demand demand = workload.demand();
        return switch (id) {
            case Gate.LOAD ->
                demand.orders()
                        ? words.say("{0} orders/s at the peak", words.number(demand.peak()))
                        : words.say("{0} events/s at the peak", words.number(demand.peak()));
            case Gate.EVENT_SIZE -> words.bytes(workload.event().size());
            case Gate.RETENTION ->
                words.say(
                        "{0} days back",
                        words.number(demand.replay().orElse(demand.retention()).toHours() / 24.0));
            case Gate.REGION -> evaluation.region();
            case Gate.OBJECTIVE ->
                workload.objectives()
                        .p99()
                        .map(time -> words.millis(time.toMillis()))
                        .orElse("");
            default -> "";
        };
    }

    private EvaluationFile.Answer answer(Check check) {
        return new EvaluationFile.Answer(
                check.passes(),
                check.passing(),
                why(check),
                check.ruling().map(Ruling::source).map(GateWords::text));
    }

    /** {@return the name of a gate} A gate that is new to this version keeps its id. */
    String name(Check check) {
        return name(check.id(), check.stated());
    }

    String name(String gate, Optional<Requirement> stated) {
        return stated.map(one -> one.name().in(words.language())).orElseGet(() -> switch (gate) {
            case Gate.LOAD -> words.say("Carries the load");
            case Gate.QUOTA -> words.say("Quotas");
            case Gate.EVENT_SIZE -> words.say("Event size");
            case Gate.RETENTION -> words.say("Retention and replay");
            case Gate.ORDER -> words.say("Order of a key");
            case Gate.CONSUMERS -> words.say("Number of consumers");
            case Gate.OWN_KEYS -> words.say("Own keys");
            case Gate.REGION -> words.say("Region");
            case Gate.OBJECTIVE -> words.say("End-to-end objective");
            default -> gate;
        });
    }

    /** {@return what an offer says of a gate that it fails, or passes under a condition; its figures are written in English only} */
    private String why(Check check) {
        if (check.ruling().isPresent()) {
            return check.ruling().get().why().in(words.language());
        }
        if (check.passes() && check.fact().isEmpty()) {
            return "";
        }
        if (words.language() == Language.ENGLISH) {
            return check.why() + (check.fact().isEmpty() ? "" : " [" + check.fact() + "]");
        }
        String said = check.isOnRequest()
                ? words.say("passes once a quota is raised")
                : check.passes() ? words.say("documented") : words.say("beyond the limit");
        return said + (check.fact().isEmpty() ? "" : " [" + check.fact() + "]");
    }

    /** {@return why a cloud is out, in one sentence} */
    String out(Qualification entry) {
        if (entry.shown().isEmpty()) {
            return words.say("It has no offer for this workload.");
        }
        List<String> closed = entry.closed().stream()
                .map(check -> name(check) + (why(check).isEmpty() ? "" : " (" + why(check) + ")"))
                .toList();
        return words.say("None of its offers ({0}) passes every gate.", entry.offers()) + " "
                + words.say("The nearest one, {0}, fails:", offer(entry)) + " " + String.join(", ", closed) + ".";
    }

    private String offer(Qualification entry) {
        return entry.shown().map(plan -> words.offer(plan.name())).orElse("");
    }

    Map<String, EvaluationFile.Offer> offers() {
        Map<String, EvaluationFile.Offer> offers = new LinkedHashMap<>();
        evaluation
                .entries()
                .forEach(entry -> offers.put(
                        entry.cloud(),
                        new EvaluationFile.Offer(
                                offer(entry),
                                entry.isIn(),
                                entry.shown().filter(Plan::deployable).isPresent(),
                                entry.offers(),
                                entry.shown().map(Plan::usdAMonth).map(GateWords::score),
                                evaluation.doubt(entry).map(GateWords::doubt))));
        return offers;
    }

    private static EvaluationFile.Doubt doubt(PriceDoubt of) {
        return new EvaluationFile.Doubt(of.any(), of.secondary(), of.old(), of.otherRegion());
    }

    static EvaluationFile.Score score(Range range) {
        return new EvaluationFile.Score(range.low(), range.likely(), range.high());
    }

    static EvaluationFile.SourceText text(Source source) {
        return new EvaluationFile.SourceText(
                source.fact(),
                source.title(),
                source.url(),
                source.asOf(),
                source.confidence().word());
    }

    /** {@return the part of each cost that comes from doubtful prices, if any does} */
    Optional<String> doubt() {
        List<String> shares = new ArrayList<>();
        evaluation
                .entries()
                .forEach(entry -> evaluation
                        .doubt(entry)
                        .filter(doubt -> doubt.any() > 0)
                        .ifPresent(doubt -> shares.add(words.targets().name(entry.cloud()) + " "
                                + words.percent(Math.round(100 * doubt.any()) / 100.0))));
        return shares.isEmpty()
                ? Optional.empty()
                : Optional.of(words.say(
                        "Share of these costs from prices that are secondary, older than a year or of another region: {0}.",
                        String.join(", ", shares)));
    }
}
