package io.triskel.load.evaluate.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.CriteriaFile;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.criteria.ProfileFile;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.evaluate.score.Qualification.Tried;
import io.triskel.load.evaluate.tree.Flip.Kind;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTreeTest {
    private static final Clouds CLOUDS = Clouds.installed();
    private static final Criteria CRITERIA = CriteriaFile.read(Path.of("../../evaluation/criteria.yaml"), CLOUDS);
    private static final Map<String, DecisionTree> TREES = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void its_leaves_are_the_offers_that_the_evaluation_prices(String name) {
        Profile profile = profile(name);

        List<Question> questions = tree(name).questions();

        for (Qualification entry : evaluate(profile).entries()) {
            List<Plan> left = questions.get(questions.size() - 1).left().get(entry.cloud()).stream()
                    .map(Tried::plan)
                    .toList();
            assertThat(left).isEqualTo(entry.passing()).contains(entry.priced().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void each_change_along_a_scale_is_what_the_evaluation_says_of_that_demand_and_the_nearest_one(String name) {
        Profile profile = profile(name);
        DecisionTree tree = tree(name);
        Map<String, Set<String>> now = Flip.passing(tree.evaluation().entries());
        int seen = 0;

        for (Question question : tree.questions()) {
            for (Flip flip : question.flips()) {
                if (flip.kind() == Kind.EASIER || flip.kind() == Kind.HARDER) {
                    Scale scale = Scale.of(question.gate()).orElseThrow();
                    boolean upwards = scale.isMoreHarder() == (flip.kind() == Kind.HARDER);
                    int before = upwards ? flip.value() - 1 : flip.value() + 1;
                    seen++;

                    assertThat(Flip.passing(flip.then())).isEqualTo(passing(profile, scale, flip.value()));
                    assertThat(flips(flip.kind(), now, Flip.passing(flip.then())))
                            .isTrue();
                    assertThat(flips(flip.kind(), now, passing(profile, scale, before)))
                            .as(question.gate() + " " + before)
                            .isFalse();
                }
            }
        }
        assertThat(seen).isGreaterThan(3);
    }

    @Test
    void a_quarter_on_the_bus_itself_leaves_no_offer_of_google_and_31_days_do() {
        Question retention = question(tree("bank-orders"), Gate.RETENTION);

        assertThat(retention.flips())
                .extracting(Flip::kind, Flip::value)
                .containsExactly(tuple(Kind.BUS_ALONE, 90), tuple(Kind.HARDER, 32));
        assertThat(retention.flips().get(0).then())
                .extracting(Qualification::cloud, Qualification::isIn)
                .containsExactly(tuple("aws", true), tuple("azure", true), tuple("gcp", false));
    }

    @Test
    void a_requirement_that_others_hide_lets_offers_pass_once_it_is_dropped() {
        Profile bank = profile("bank-orders");
        Profile small = with(bank, Scale.LOAD.with(bank.workload().orElseThrow(), 10));

        Question keys = question(DecisionTree.of(CLOUDS, CRITERIA, small), Gate.OWN_KEYS);

        assertThat(keys.falls()).allMatch(fall -> fall.offer().plan().cloud().equals("azure"));
        assertThat(keys.flips()).extracting(Flip::kind).containsExactly(Kind.WITHOUT);
        Profile without = new Profile(
                small.name(),
                small.why(),
                small.workload(),
                small.measured(),
                small.weights(),
                small.requires().stream()
                        .filter(one -> !one.id().equals(Gate.OWN_KEYS))
                        .toList());
        assertThat(Flip.passing(keys.flips().get(0).then()))
                .isEqualTo(Flip.passing(evaluate(without).entries()));
    }

    @Test
    void a_tree_that_forgets_a_gate_is_refused() {
        DecisionTree right = tree("bank-orders");
        List<Question> wrong = new ArrayList<>();
        right.questions().stream()
                .filter(question -> !question.gate().equals(Gate.CONSUMERS))
                .forEach(question -> wrong.add(new Question(
                        question.gate(),
                        question.requirement(),
                        question.falls(),
                        Map.of("aws", right.evaluation().entries().get(0).tried()),
                        List.of())));

        assertThatThrownBy(() -> new DecisionTree(right.evaluation(), wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The tree leaves 50 offers of aws, Kinesis provisioned + ");
    }

    private static boolean flips(Kind kind, Map<String, Set<String>> now, Map<String, Set<String>> then) {
        return now.keySet().stream()
                .anyMatch(cloud -> kind == Kind.EASIER
                        ? !now.get(cloud).containsAll(then.get(cloud))
                        : then.get(cloud).isEmpty());
    }

    private static Map<String, Set<String>> passing(Profile profile, Scale scale, int value) {
        Workload workload = scale.with(profile.workload().orElseThrow(), value);
        return Flip.passing(evaluate(with(profile, workload)).entries());
    }

    private static Question question(DecisionTree tree, String gate) {
        return tree.questions().stream()
                .filter(one -> one.gate().equals(gate))
                .findFirst()
                .orElseThrow();
    }

    private static DecisionTree tree(String name) {
        return TREES.computeIfAbsent(name, one -> DecisionTree.of(CLOUDS, CRITERIA, profile(one)));
    }

    private static Profile with(Profile profile, Workload workload) {
        return new Profile(
                profile.name(),
                profile.why(),
                Optional.of(workload),
                profile.measured(),
                profile.weights(),
                profile.requires());
    }

    private static Profile profile(String name) {
        return ProfileFile.read(Path.of("../../evaluation/profiles/" + name + ".yaml"), CRITERIA);
    }

    private static Evaluation evaluate(Profile profile) {
        return Evaluation.of(CLOUDS, CRITERIA, profile, List.of(), Optional.empty());
    }
}
