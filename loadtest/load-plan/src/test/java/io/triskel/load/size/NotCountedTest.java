package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.plan.NotCounted;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotCountedTest {
    private static final Workload FLEET = WorkloadFile.read(Path.of("../workloads/iot-fleet.yaml"));
    private static final Workload BANK = WorkloadFile.read(Path.of("../workloads/bank-orders.yaml"));

    /** By hand: a million requests at 0.20 USD, and 400,000 GB-seconds at 0.0000166667. */
    @Test
    void free_grants_of_lambda_save_what_the_price_list_says() {
        Sizing sizing = Sizing.of(FLEET, Optional.empty(), Clouds.installed());
        Plan onLambda = sizing.answers().get(0).plans().stream()
                .filter(plan ->
                        plan.items().stream().anyMatch(item -> item.meter().equals("aws.lambda.gb-second")))
                .findFirst()
                .orElseThrow();

        assertThat(NotCounted.of(sizing.need(), onLambda, sizing.prices()))
                .filteredOn(one -> one.what().equals("free grants"))
                .singleElement()
                .satisfies(one -> assertThat(one.usdAMonth().orElseThrow())
                        .isCloseTo(-(0.20 + 400_000 * 0.0000166667), within(0.001)));
    }

    @Test
    void each_amount_is_an_estimate_for_this_workload_and_what_is_unknown_says_so() {
        for (String cloud : List.of("aws", "azure", "gcp")) {
            assertThat(of(cloud, BANK))
                    .extracting(NotCounted::what)
                    .contains(
                            "free grants", "cold starts", "answers to customers over the internet", "taxes", "support");
            assertThat(of(cloud, BANK))
                    .filteredOn(one -> one.usdAMonth().isEmpty())
                    .extracting(NotCounted::what)
                    .containsExactly("support", "discounts");
            assertThat(of(cloud, FLEET))
                    .as("nobody is answered over the internet")
                    .noneMatch(one -> one.what().startsWith("answers"));
        }
    }

    @Test
    void taxes_are_a_fifth_of_the_bill() {
        Sizing sizing = Sizing.of(FLEET, Optional.empty(), Clouds.installed());
        Plan best = sizing.answers().get(0).best().orElseThrow();

        assertThat(usd("aws", FLEET, "taxes")).isCloseTo(best.usdAMonth().likely() / 5, within(1e-6));
    }

    private static double usd(String cloud, Workload workload, String what) {
        return of(cloud, workload).stream()
                .filter(one -> one.what().equals(what))
                .findFirst()
                .orElseThrow()
                .usdAMonth()
                .orElseThrow();
    }

    private static List<NotCounted> of(String cloud, Workload workload) {
        Sizing sizing = Sizing.of(workload, Optional.empty(), Clouds.installed());
        return sizing.answers().stream()
                .filter(answer -> answer.cloud().name().equals(cloud))
                .map(answer -> NotCounted.of(sizing.need(), answer.best().orElseThrow(), sizing.prices()))
                .findFirst()
                .orElseThrow();
    }
}
