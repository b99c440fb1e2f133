package io.triskel.load.evaluate.tree;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.criteria.Requirement;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.evaluate.score.Qualification.Tried;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gates of a profile as questions in a fixed order: what law or rules forbid first, then the place, what the bus must keep and do, the load,
 * and the objective last, because it is the easiest to change.
 *
 * @param questions each narrows the offers that the one before left
 */
public record DecisionTree(Evaluation evaluation, List<Question> questions) {
    private static final List<String> ORDER =
            List.of(Gate.RETENTION, Gate.ORDER, Gate.CONSUMERS, Gate.EVENT_SIZE, Gate.LOAD, Gate.QUOTA, Gate.OBJECTIVE);

    /**
     * @throws IllegalArgumentException if the questions leave other offers than the evaluation prices
     */
    public DecisionTree {
        questions = List.copyOf(questions);
        for (Qualification entry : evaluation.entries()) {
            List<Plan> left = left(questions, entry);
            Optional<Plan> cheapest = left.stream()
                    .min(Comparator.comparingDouble(plan -> plan.usdAnHour().likely()));
            if (left.size() != entry.passing().size() || !cheapest.equals(entry.priced())) {
                throw new IllegalArgumentException(
                        "The tree leaves " + left.size() + " offers of " + entry.cloud() + ", "
                                + name(cheapest) + " the cheapest, and the evaluation "
                                + entry.passing().size() + ", "
                                + name(entry.priced()) + " the cheapest");
            }
        }
    }

    /** {@return the tree of a profile with a workload} */
    public static DecisionTree of(Clouds clouds, Criteria criteria, Profile profile) {
        Evaluation evaluation = Evaluation.of(clouds, criteria, profile, List.of(), Optional.empty());
        Changes changes = new Changes(clouds, profile, evaluation.entries());
        Map<String, List<Tried>> left = new LinkedHashMap<>();
        evaluation.entries().forEach(entry -> left.put(entry.cloud(), entry.tried()));
        List<Question> questions = new ArrayList<>();
        List<String> gates = Stream.of(
                        Stream.of(Gate.REGION), criteria.requirements().stream().map(Requirement::id), ORDER.stream())
                .flatMap(ids -> ids)
                .toList();
        for (String gate : gates) {
            Optional<Requirement> requirement = criteria.requirements().stream()
                    .filter(one -> one.id().equals(gate))
                    .findFirst();
            List<Question.Fall> falls = new ArrayList<>();
            left.replaceAll((cloud, offers) -> asked(gate, offers, falls));
            questions.add(
                    new Question(gate, requirement, falls, new LinkedHashMap<>(left), changes.of(gate, requirement)));
        }
        return new DecisionTree(evaluation, questions);
    }

    private static List<Tried> asked(String gate, List<Tried> offers, List<Question.Fall> falls) {
        List<Tried> left = new ArrayList<>();
        for (Tried offer : offers) {
            offer.closed().stream()
                    .filter(check -> check.id().equals(gate))
                    .findFirst()
                    .ifPresentOrElse(check -> falls.add(new Question.Fall(offer, check)), () -> left.add(offer));
        }
        return left;
    }

    private static List<Plan> left(List<Question> questions, Qualification entry) {
        List<Tried> last = questions.isEmpty()
                ? entry.tried()
                : questions.get(questions.size() - 1).left().getOrDefault(entry.cloud(), List.of());
        return last.stream().map(Tried::plan).toList();
    }

    private static String name(Optional<Plan> plan) {
        return plan.map(Plan::name).orElse("none");
    }
}
