package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names as Firestore takes them; that different ones stay different is shown where the core writes keys. */
class DocumentIdsTest {
    private static final List<String> FORBIDDEN = List.of("", ".", "..", "a/b", "/", "__", "____", "__x__", "__id7__");

    @Test
    void what_no_id_may_be_is_escaped() {
        List<String> keys = Stream.of(
                        FORBIDDEN.stream().map(DocumentIds::of),
                        FORBIDDEN.stream().map(DocumentIds::spread),
                        FORBIDDEN.stream().map(name -> DocumentIds.of("", name, "")))
                .flatMap(some -> some)
                .toList();

        assertThat(keys)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[a-zA-Z0-9_~-]+"))
                .noneMatch(key -> key.matches("__.*__"));
    }

    @Test
    void long_names_leave_room_for_a_moment_or_a_number() {
        String name = "界".repeat(127);

        List<String> keys = List.of(
                DocumentIds.due(DocumentIds.of(name + "1", name, name), 15, Instant.MAX),
                DocumentIds.spread(name + "1", name, name) + "~" + KeyForm.number(Long.MAX_VALUE),
                DocumentIds.of("a".repeat(1_000)) + "~" + KeyForm.digest(name));

        assertThat(keys).allMatch(key -> key.length() <= 1_500);
    }

    @Test
    void what_is_due_is_sorted_within_its_bucket() {
        List<Instant> moments =
                List.of(Instant.EPOCH, Instant.EPOCH.plusNanos(1), Instant.parse("2026-01-01T00:00:00Z"), Instant.MAX);

        for (int bucket = 0; bucket < 16; bucket++) {
            String bounds = DocumentIds.due("a", bucket);
            int of = bucket;
            assertThat(moments.stream().map(at -> DocumentIds.due("a", of, at)))
                    .isSorted()
                    .allMatch(due -> due.startsWith(bounds));
        }
    }

    @Test
    void ids_of_names_that_follow_each_other_lie_far_apart() {
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(i -> DocumentIds.spread("order-" + i).substring(0, 1))
                        .distinct())
                .hasSize(16);
    }
}
