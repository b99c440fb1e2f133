package io.triskel.load.evaluate;

import io.triskel.load.evaluate.score.Check;
import io.triskel.load.evaluate.score.FigureText;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.evaluate.tree.DecisionTree;
import io.triskel.load.evaluate.tree.Flip;
import io.triskel.load.evaluate.tree.Question;
import io.triskel.load.evaluate.tree.Question.Fall;
import io.triskel.load.evaluate.tree.Scale;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a decision tree in one language, as Markdown: a numbered list of questions, and what is left. */
public final class TreeWords {
    private final DecisionTree tree;
    private final Workload workload;
    private final GateWords gates;
    private final Words words;

    public TreeWords(DecisionTree tree, Words words) {
        this.tree = tree;
        this.workload = tree.evaluation().profile().workload().orElseThrow();
        this.gates = new GateWords(tree.evaluation(), words);
        this.words = words;
    }

    public String markdown() {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (Question question : tree.questions()) {
            if (!question.isSilent()) {
                text.append(number++).append(". ").append(head(question)).append('\n');
                lines(question)
                        .forEach(line -> text.append("   - ").append(line).append('\n'));
            }
        }
        text.append(number).append(". **").append(words.say("What is left")).append("**\n");
        tree.evaluation()
                .entries()
                .forEach(entry -> text.append("   - ").append(leaf(entry)).append('\n'));
        List<String> silent = tree.questions().stream()
                .filter(Question::isSilent)
                .map(question -> gates.name(question.gate(), question.requirement()))
                .toList();
        return silent.isEmpty()
                ? text.toString()
                : text.append('\n')
                        .append(words.say(
                                "Nothing fails here, and no other answer would change anything: {0}.",
                                String.join(", ", silent)))
                        .append('\n')
                        .toString();
    }

    private String head(Question question) {
        String name = "**" + gates.name(question.gate(), question.requirement()) + "**";
        String asked = question.requirement()
                .map(one -> tree.evaluation().profile().requires().contains(one)
                        ? words.say("required")
                        : words.say("not required"))
                .orElseGet(() -> gates.demand(question.gate(), workload));
        String left = question.left().entrySet().stream()
                .map(one -> cloud(one.getKey())
                        + words.language().space()
                        + words.count(one.getValue().size()))
                .collect(Collectors.joining(", "));
        return (asked.isEmpty() ? name : name + " (" + asked + ")")
                + words.language().colon()
                + words.say("offers left: {0}.", left);
    }

    private List<String> lines(Question question) {
        List<String> lines = new ArrayList<>(falls(question));
        if (!question.falls().isEmpty()
                && question.isChangeable(workload)
                && question.flips().stream().noneMatch(flip -> flip.kind().isEasier())) {
            lines.add(words.say("Another answer to this question alone lets no further offer pass."));
        }
        question.flips().forEach(flip -> lines.add(flip(question, flip)));
        return lines;
    }

    /** {@return the offers that fall, those together that fail by the same limit} */
    private List<String> falls(Question question) {
        Map<String, List<Fall>> together = new LinkedHashMap<>();
        question.falls().stream()
                .sorted(Comparator.comparingDouble(
                        fall -> fall.offer().plan().usdAnHour().likely()))
                .forEach(fall -> together.computeIfAbsent(
                                fall.offer().plan().cloud() + fall.check().fact(), any -> new ArrayList<>())
                        .add(fall));
        return together.values().stream()
                .map(falls -> {
                    List<String> reasons = falls.stream()
                            .map(fall -> reason(fall.check()))
                            .distinct()
                            .toList();
                    String first = reasons.get(0);
                    String cloud = cloud(falls.get(0).offer().plan().cloud());
                    String count = words.count(falls.size());
                    return reasons.size() == 1
                            ? words.say("{0} loses {1} offers: {2}.", cloud, count, first)
                            : words.say("{0} loses {1} offers, the cheapest because {2}.", cloud, count, first);
                })
                .toList();
    }

    private String leaf(Qualification entry) {
        return entry.priced()
                .map(plan -> words.say(
                        "{0}: {1} offers; the cheapest is {2}, {3}.",
                        cloud(entry.cloud()),
                        words.count(entry.passing().size()),
                        words.offer(plan.name()),
                        cost(plan)))
                .orElseGet(() -> words.say("{0}: no offer.", cloud(entry.cloud())));
    }

    private String flip(Question question, Flip flip) {
        String changes = String.join(words.language().semicolon(), changes(question, flip));
        return switch (flip.kind()) {
            case WITHOUT -> words.say("Without this requirement: {0}.", changes);
            case WITH -> words.say("With this requirement: {0}.", changes);
            case ELSEWHERE -> words.say("In another region: {0}.", changes);
            case BUS_ALONE ->
                words.say("Read again from the bus alone, for {0} days: {1}.", words.count(flip.value()), changes);
            case EASIER, HARDER -> along(question, flip, changes);
        };
    }

    private String along(Question question, Flip flip, String changes) {
        Scale scale = Scale.of(question.gate()).orElseThrow();
        if (flip.kind() == Flip.Kind.EASIER) {
            String limit = value(scale, flip.value());
            return scale.isMoreHarder()
                    ? words.say("At most {0}: {1}.", limit, changes)
                    : words.say("At least {0}: {1}.", limit, changes);
        }
        return scale.isMoreHarder()
                ? words.say("More than {0}: {1}.", value(scale, flip.value() - 1), changes)
                : words.say("Less than {0}: {1}.", value(scale, flip.value() + 1), changes);
    }

    private String value(Scale scale, int value) {
        return switch (scale) {
            case RETENTION ->
                value == 1
                        ? words.say("one day on the bus itself")
                        : words.say("{0} days on the bus itself", words.count(value));
            case CONSUMERS -> value == 1 ? words.say("one consumer") : words.say("{0} consumers", words.count(value));
            case EVENT_SIZE -> words.bytes(value);
            case LOAD -> gates.demand(scale.gate(), scale.with(workload, value));
            case OBJECTIVE -> words.millis(100L * value);
        };
    }

    /** {@return what a changed demand does to the clouds, those together that fall for the same reason} */
    private List<String> changes(Question question, Flip flip) {
        List<String> changes = new ArrayList<>();
        Map<String, List<String>> out = new LinkedHashMap<>();
        for (Qualification then : flip.then()) {
            Qualification now = now(then.cloud());
            if (then.priced().isEmpty() && now.isIn()) {
                out.computeIfAbsent(reason(question, then), any -> new ArrayList<>())
                        .add(cloud(then.cloud()));
            } else {
                then.priced().flatMap(plan -> change(flip, now, then, plan)).ifPresent(changes::add);
            }
        }
        out.forEach((reason, clouds) -> changes.add(
                clouds.size() == 1
                        ? words.say("{0} is out ({1})", clouds.get(0), reason)
                        : words.say("{0} are out ({1})", words.list(clouds), reason)));
        return changes;
    }

    private Optional<String> change(Flip flip, Qualification now, Qualification then, Plan priced) {
        String cloud = cloud(then.cloud());
        String offer = words.offer(priced.name());
        if (!now.isIn()) {
            return Optional.of(words.say("{0} passes, with {1}, {2}", cloud, offer, cost(priced)));
        }
        if (flip.kind() == Flip.Kind.BUS_ALONE) {
            return Optional.of(words.say("{0} stays, {1}", cloud, cost(priced)));
        }
        List<String> before = now.passing().stream().map(Plan::name).toList();
        List<String> further = then.passing().stream()
                .map(Plan::name)
                .filter(name -> !before.contains(name))
                .toList();
        if (further.isEmpty()) {
            return Optional.empty();
        }
        String count = words.count(further.size());
        return Optional.of(
                further.contains(priced.name())
                        ? words.say(
                                "{0} gains {1} offers, the cheapest of them {2}, {3}",
                                cloud, count, offer, cost(priced))
                        : words.say("{0} gains {1} offers, none of them its cheapest", cloud, count));
    }

    private Qualification now(String cloud) {
        return tree.evaluation().entries().stream()
                .filter(entry -> entry.cloud().equals(cloud))
                .findFirst()
                .orElseThrow();
    }

    private String reason(Question question, Qualification entry) {
        return entry.closed().stream()
                .filter(check -> check.id().equals(question.gate()))
                .findFirst()
                .or(() -> entry.closed().stream().findFirst())
                .map(this::reason)
                .orElse("");
    }

    private String reason(Check check) {
        return check.ruling()
                .map(ruling -> ruling.why().in(words.language()))
                .or(() -> GateReason.in(words, check.why()))
                .orElseGet(() ->
                        words.say("beyond the limit") + (check.fact().isEmpty() ? "" : " [" + check.fact() + "]"));
    }

    private String cost(Plan plan) {
        return words.say("{0} USD a month", FigureText.span(plan.usdAMonth(), words.language()));
    }

    private String cloud(String id) {
        return words.targets().name(id);
    }
}
