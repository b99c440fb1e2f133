package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What a deployment declares. */
class FirestoreCollectionsTest {
    @Test
    void names_are_all_different_and_begin_with_the_prefix() {
        List<String> names = new FirestoreCollections("orders")
                .layouts().stream().map(CollectionLayout::collection).toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.startsWith("orders-"));
    }

    @Test
    void a_prefix_that_makes_no_names_is_refused() {
        for (String prefix : List.of("", "1a", "a/b", "a.b", "__a__", "a".repeat(101), "ä")) {
            assertThatIllegalArgumentException().as(prefix).isThrownBy(() -> new FirestoreCollections(prefix));
        }
    }

    @Test
    void no_field_is_both_indexed_and_exempt_and_what_expires_is_exempt() {
        for (CollectionLayout layout : new FirestoreCollections("orders").layouts()) {
            List<String> declared = new ArrayList<>(layout.indexed());
            declared.addAll(layout.exempt());

            assertThat(declared).as(layout.collection()).doesNotHaveDuplicates();
            assertThat(layout.exempt())
                    .as(layout.collection())
                    .containsAll(layout.timeToLive().stream().toList());
        }
    }

    @Test
    void the_file_for_the_firebase_tools_exempts_each_field_and_lets_four_collections_expire() throws IOException {
        JsonNode file = new ObjectMapper().readTree(new FirestoreCollections("orders").indexesJson());

        List<JsonNode> overrides = list(file.get("fieldOverrides"));
        assertThat(list(file.get("indexes"))).isEmpty();
        assertThat(overrides.stream()
                        .map(one -> one.get("collectionGroup").asText() + "."
                                + one.get("fieldPath").asText()))
                .containsExactlyElementsOf(new FirestoreCollections("orders")
                        .layouts().stream()
                                .flatMap(layout ->
                                        layout.exempt().stream().map(field -> layout.collection() + "." + field))
                                .toList());
        assertThat(overrides).allMatch(one -> one.get("indexes").isEmpty());
        assertThat(overrides.stream()
                        .filter(one -> one.path("ttl").asBoolean())
                        .map(one -> one.get("collectionGroup").asText()))
                .containsExactly("orders-inbox", "orders-lanes", "orders-parked", "orders-discarded");
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
