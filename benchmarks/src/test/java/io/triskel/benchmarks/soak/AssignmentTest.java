package io.triskel.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void a_function_reads_what_its_deployment_was_told() {
        Map<String, String> variables = Assignment.variables("stores", SoakSettings.of(1_000));

        assertThat(Assignment.of(variables).stores()).isEqualTo("stores");
    }

    @Test
    void what_is_missing_is_named() {
        assertThatNullPointerException()
                .isThrownBy(() -> Assignment.of(Map.of("SOAK_STORES", "stores")))
                .withMessage("SOAK_FAIL_EVERY");
    }
}
