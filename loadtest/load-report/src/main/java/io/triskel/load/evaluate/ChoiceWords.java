package io.triskel.load.evaluate;

import io.triskel.load.evaluate.score.Basis;
import io.triskel.load.evaluate.score.Change;
import io.triskel.load.evaluate.score.Check;
import io.triskel.load.evaluate.score.Choice;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.FigureText;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.report.result.EvaluationFile.Condition;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes in one language what would have to be true for each cloud to be the choice: its gates first, then each way alone. */
record ChoiceWords(Evaluation evaluation, GateWords gates, Words words) {
    private static final double BEST = 10;
    private static final String YES = "true";
    private static final String OPEN = "open";
    private static final String NO = "false";

    List<Condition> all() {
        Map<String, Choice> choices =
                Choice.of(evaluation).stream().collect(Collectors.toMap(Choice::cloud, Function.identity()));
        List<Condition> all = new ArrayList<>();
        for (String cloud : evaluation.clouds().ids()) {
            evaluation.entries().stream()
                    .filter(entry -> entry.cloud().equals(cloud))
                    .forEach(entry -> all.addAll(gates(entry)));
            if (choices.containsKey(cloud)) {
                all.addAll(ways(choices.get(cloud)));
            }
        }
        return all;
    }

    private List<Condition> gates(Qualification entry) {
        List<Condition> gate = new ArrayList<>();
        if (!entry.isIn()) {
            entry.closed().forEach(check -> gate.add(new Condition(entry.cloud(), "gate", closed(check, entry), NO)));
            entry.shown().ifPresent(plan -> gate.add(new Condition(entry.cloud(), "cost", nearest(plan), OPEN)));
            return gate;
        }
        String offer = entry.shown().map(plan -> words.offer(plan.name())).orElse("");
        gate.add(new Condition(entry.cloud(), "gate", words.say("An offer passes every gate: {0}.", offer), YES));
        entry.checks().stream()
                .filter(Check::isOnRequest)
                .forEach(check -> gate.add(new Condition(
                        entry.cloud(),
                        "gate",
                        words.say("The provider raises a default quota [{0}].", check.fact()),
                        OPEN)));
        return gate;
    }

    private String closed(Check check, Qualification entry) {
        return words.say(
                "The profile does without: {0} (offers that pass: {1} of {2}).",
                gates.name(check), check.passing(), entry.offers());
    }

    private String nearest(Plan plan) {
        return words.say(
                "Its nearest offer, {0}, is then worth {1} a month.",
                words.offer(plan.name()), FigureText.span(plan.usdAMonth(), words.language()) + "\u00a0USD");
    }

    private List<Condition> ways(Choice choice) {
        List<Condition> ways = new ArrayList<>();
        choice.cost().ifPresent(usd -> ways.add(condition(choice, "cost", cost(choice, usd), choice.spanHas())));
        if (evaluation.scored().stream().anyMatch(row -> row.basis() == Basis.JUDGED && row.weight() > 0)) {
            ways.add(condition(choice, "judgement", judgement(choice), choice.judgement()));
        }
        choice.weight().ifPresent(change -> ways.add(condition(choice, "weight", weight(change, choice), false)));
        choice.missing()
                .ifPresent(points -> ways.add(condition(choice, "missing", missing(choice, points), points <= BEST)));
        return ways;
    }

    private String cost(Choice choice, double usd) {
        return choice.isFirst()
                ? words.say("Its cost stays below {0} a month, {1}.", money(usd), span(choice))
                : words.say("Its cost is below {0} a month, {1}.", money(usd), span(choice));
    }

    private String span(Choice choice) {
        return choice.spanHas() ? words.say("within its span") : words.say("outside its span");
    }

    private String judgement(Choice choice) {
        if (choice.isFirst()) {
            return choice.judgement()
                    ? words.say("Judgements hold: others within their widths put another cloud first.")
                    : words.say("Judgements do not matter: none within its width puts another cloud first.");
        }
        return choice.judgement()
                ? words.say("Judgements differ within their widths, in its favour.")
                : words.say("Judgements within their widths are not enough.");
    }

    private String weight(Change change, Choice choice) {
        String name = change.row().criterion().name().in(words.language());
        String threshold = words.weight(change.threshold());
        String now = words.weight(change.row().weight());
        // For the first cloud the change is what would end its place.
        return change.isUp() == choice.isFirst()
                ? words.say("{0} weighs less than {1}; today {2}.", name, threshold, now)
                : words.say("{0} weighs more than {1}; today {2}.", name, threshold, now);
    }

    private String missing(Choice choice, double points) {
        String needed = words.score(points);
        if (choice.isFirst()) {
            return words.say("On what is missing, no other cloud scores {0} points more than it.", needed);
        }
        return points > BEST
                ? words.say("What is missing is not enough: it would need {0} points more.", needed)
                : words.say("On what is missing, it scores {0} points more than the first.", needed);
    }

    /** What is not settled is open; what is settled holds for the first cloud and for no other. */
    private Condition condition(Choice choice, String kind, String text, boolean isOpen) {
        return new Condition(choice.cloud(), kind, text, isOpen ? OPEN : choice.isFirst() ? YES : NO);
    }

    private String money(double usd) {
        return FigureText.number(usd, words.language()) + "\u00a0USD";
    }
}
