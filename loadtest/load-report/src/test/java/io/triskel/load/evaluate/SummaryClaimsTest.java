package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.CriteriaFile;
import io.triskel.load.evaluate.criteria.ProfileFile;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Sensitivity;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the study's summary and recommendation say of costs in words, where a figure cannot go stale by itself. */
class SummaryClaimsTest {
    private static final Path EVALUATION = Path.of("../../evaluation");
    private static final Criteria CRITERIA = CriteriaFile.read(EVALUATION.resolve("criteria.yaml"), Clouds.installed());

    private static Evaluation evaluation(String profile) {
        return Evaluation.of(
                Clouds.installed(),
                CRITERIA,
                ProfileFile.read(EVALUATION.resolve("profiles/" + profile + ".yaml"), CRITERIA),
                List.of(),
                Optional.empty());
    }

    private static Map<String, Plan> priced(String profile) {
        return evaluation(profile).entries().stream()
                .collect(Collectors.toMap(
                        entry -> entry.cloud(), entry -> entry.priced().orElseThrow()));
    }

    private static double share(Plan plan, Predicate<BillLine> lines) {
        double part = plan.items().stream()
                .filter(lines)
                .mapToDouble(line -> line.usdAnHour().likely())
                .sum();
        return part / plan.usdAnHour().likely();
    }

    @Test
    void aws_is_likely_the_cheapest_for_sensors_but_each_cloud_can_be() {
        Map<String, Plan> plans = priced("iot-fleet");
        double leastOfTheHighest = plans.values().stream()
                .mapToDouble(plan -> plan.usdAMonth().high())
                .min()
                .orElseThrow();

        assertThat(plans.values())
                .allSatisfy(plan -> assertThat(plan.usdAMonth().low()).isLessThan(leastOfTheHighest));
        assertThat(Plan.cheapest(plans.values().stream().toList()).orElseThrow().cloud())
                .isEqualTo("aws");
    }

    @Test
    void azure_or_google_is_the_cheapest_for_the_bank_and_aws_cannot_be() {
        Map<String, Plan> plans = priced("bank-orders");
        Range azure = plans.get("azure").usdAMonth();
        Range google = plans.get("gcp").usdAMonth();

        assertThat(plans.get("aws").usdAMonth().low()).isGreaterThan(google.high());
        assertThat(azure.low()).isLessThan(google.high());
        assertThat(google.low()).isLessThan(azure.high());
    }

    @ParameterizedTest
    @CsvSource({
        "iot-fleet, aws, bus",
        "iot-fleet, azure, bus",
        "iot-fleet, gcp, bus",
        "bank-orders, aws, store",
        "bank-orders, azure, bus",
        "bank-orders, gcp, store"
    })
    void more_than_half_of_the_likely_bill_is_the_part_that_the_summary_names(
            String profile, String cloud, String part) {
        Plan plan = priced(profile).get(cloud);

        assertThat(share(plan, line -> line.group().equals(part))).isGreaterThan(0.5);
    }

    @Test
    void what_dynamodb_stores_and_backs_up_is_more_than_half_of_the_bill() {
        Plan aws = priced("bank-orders").get("aws");

        assertThat(share(aws, line -> line.name().matches("DynamoDB (storage|recovery)")))
                .isGreaterThan(0.5);
    }

    @ParameterizedTest
    @CsvSource({"bank-orders, azure", "iot-fleet, gcp"})
    void logs_make_the_widest_spans(String profile, String cloud) {
        Plan plan = priced(profile).get(cloud);
        double logs = plan.items().stream()
                .filter(line -> line.group().equals("logs"))
                .mapToDouble(line -> line.usdAnHour().high())
                .sum();

        assertThat(logs)
                .isGreaterThan(0.5 * (plan.usdAnHour().high() - plan.usdAnHour().low()))
                .isGreaterThan(plan.bus().items().stream()
                        .mapToDouble(line -> line.usdAnHour().high())
                        .sum());
        assertThat(priced(profile).values())
                .allSatisfy(other -> assertThat(other.usdAnHour().high())
                        .isLessThanOrEqualTo(plan.usdAnHour().high()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void no_script_deploys_a_priced_offer_and_on_azure_none_that_carries_the_load(String profile) {
        Sizing sizing =
                Sizing.of(evaluation(profile).profile().workload().orElseThrow(), Optional.empty(), Clouds.installed());

        assertThat(priced(profile).values()).noneMatch(Plan::deployable);
        assertThat(sizing.answers().stream()
                        .filter(answer -> answer.cloud().name().equals("azure"))
                        .flatMap(answer -> answer.plans().stream()))
                .isNotEmpty()
                .noneMatch(plan -> plan.deployable() && plan.qualifies());
    }

    @Test
    void of_what_is_scored_cost_decides_for_sensors_and_no_single_criterion_for_the_bank() {
        assertThat(ofTheGreatestSwings("iot-fleet")).isGreaterThan(2);
        assertThat(evaluation("iot-fleet").scored().stream()
                        .max(Comparator.comparingDouble(new Sensitivity(evaluation("iot-fleet"))::swing)))
                .hasValueSatisfying(row -> assertThat(row.criterion().id()).isEqualTo("cost"));
        assertThat(ofTheGreatestSwings("bank-orders")).isLessThan(2);
    }

    /** {@return how many times further the first scored criterion moves the difference of the first two totals than the second} */
    private static double ofTheGreatestSwings(String profile) {
        Evaluation evaluation = evaluation(profile);
        List<Double> swings = evaluation.scored().stream()
                .map(new Sensitivity(evaluation)::swing)
                .sorted(Comparator.reverseOrder())
                .toList();
        return swings.get(0) / swings.get(1);
    }
}
