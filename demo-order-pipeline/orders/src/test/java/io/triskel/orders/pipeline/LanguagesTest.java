package io.triskel.orders.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.orders.pipeline.Languages.Other;
import org.junit.jupiter.api.Test;

class LanguagesTest {
    @Test
    void a_choice_names_a_service_and_its_language() {
        Languages both = Languages.of("notification=node, fraud=python");

        assertThat(both.others()).containsExactlyInAnyOrder(Other.NOTIFICATION_NODE, Other.FRAUD_PYTHON);
        assertThat(both.has("customer-notification")).isTrue();
        assertThat(both.has("payment")).isFalse();
    }

    @Test
    void only_the_fraud_check_is_added_to_the_pipeline() {
        for (Other other : Other.values()) {
            assertThat(Languages.isAdded(other.consumer()))
                    .isNotEqualTo(
                            OrderPipeline.consumerNames(Style.ORCHESTRATION).contains(other.consumer()));
        }
    }

    @Test
    void java_is_what_is_not_asked_for() {
        assertThat(Languages.of("")).isEqualTo(Languages.JAVA).isEqualTo(Languages.of("notification=java"));
    }

    @Test
    void a_language_that_a_service_is_not_written_in_is_refused() {
        assertThatThrownBy(() -> Languages.of("payment=node"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown language 'payment=node'; known: notification=java, notification=node, fraud=python");
    }
}
