package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterTest {
    private static final Map<String, String> COM = Map.of("name", "com", "ce-type", "order.placed", "a/b", "c");

    @Test
    void it_asks_for_attributes_and_their_values() {
        for (String passing : List.of(
                "",
                "attributes:name",
                "attributes.name = \"com\"",
                "attributes.name != \"org\"",
                "attributes.other != \"com\"",
                "hasPrefix(attributes.name, \"co\")",
                "attributes.ce-type=\"order.placed\"",
                "attributes:\"a/b\"",
                "attributes.\"a/b\" = \"c\"",
                "NOT attributes:other",
                "-attributes:other",
                "attributes:name AND NOT hasPrefix(attributes.name, \"x\")",
                "attributes:other OR (attributes:name AND attributes:ce-type)")) {
            assertThat(Filter.of(passing).test(COM)).as(passing).isTrue();
        }
        for (String failing : List.of(
                "attributes:other",
                "attributes.name = \"org\"",
                "attributes.name != \"com\"",
                "attributes.other = \"com\"",
                "hasPrefix(attributes.other, \"\")",
                "NOT attributes:name",
                "attributes:name AND attributes:other")) {
            assertThat(Filter.of(failing).test(COM)).as(failing).isFalse();
        }
    }

    @Test
    void nonsense_is_refused() {
        for (String nonsense : List.of(
                "name",
                "attributes:",
                "attributes.name",
                "attributes.name = com",
                "attributes.name = \"com",
                "attributes:a AND attributes:b OR attributes:c",
                "(attributes:a",
                "attributes:a attributes:b",
                "attributes:" + "x".repeat(256))) {
            assertThatThrownBy(() -> Filter.of(nonsense)).as(nonsense).hasMessageContainingAll("filter");
        }
    }

    @Test
    void quotation_marks_are_escaped() {
        assertThat(Filter.of("attributes.k = \"say \\\"hi\\\"\"").test(Map.of("k", "say \"hi\"")))
                .isTrue();
    }
}
