package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names as Table Storage takes them; that different ones stay different is shown where the core writes keys. */
class TableKeysTest {
    @Test
    void a_key_has_no_character_that_is_forbidden_or_has_a_meaning_in_a_query() {
        assertThat(IntStream.range(0, 0x10000).mapToObj(c -> TableKeys.of(String.valueOf((char) c), "")))
                .allMatch(key -> key.matches("[a-zA-Z0-9._~-]+"));
    }

    @Test
    void a_long_key_fits_with_a_moment_before_and_a_stamp_behind_it() {
        String name = "界".repeat(127);

        String key = KeyForm.time(Instant.MAX) + "~" + TableKeys.of(name + "1", name, name) + "~" + Marks.stamp();

        assertThat(key).hasSizeLessThanOrEqualTo(512);
    }

    @Test
    void moments_are_sorted_backwards() {
        List<Instant> moments = List.of(
                Instant.MIN,
                Instant.EPOCH,
                Instant.EPOCH.plusNanos(1),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("+200000-01-01T00:00:00Z"));

        assertThat(moments.stream().map(TableKeys::backwards)).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void a_stamped_key_is_not_behind_the_end_of_its_own() {
        String end = TableKeys.of("order-1") + KeyForm.END;

        assertThat(TableKeys.of("order-1") + "~" + Marks.stamp()).isLessThan(end);
        assertThat(TableKeys.of("order-2") + "~" + Marks.stamp()).isGreaterThan(end);
    }
}
