package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredRowTest {
    private static final StoredRow ROW = new StoredRow("t", Map.of("id", "a", "n", 1L, "list", List.of("x")));

    @Test
    void a_line_gives_back_values_of_every_type() {
        byte[] longBytes = new byte[9_000];
        longBytes[7] = 7;
        StoredRow row = new StoredRow(
                "t",
                Map.of(
                        "text",
                        "a",
                        "int",
                        1,
                        "long",
                        Long.MAX_VALUE,
                        "number",
                        new BigDecimal("12345678901234567890"),
                        "flag",
                        true,
                        "time",
                        Instant.EPOCH.plusNanos(1),
                        "few",
                        new byte[] {1, 2},
                        "many",
                        longBytes,
                        "nested",
                        List.of(Map.of("deep", "b"))));

        StoredRow read = StoredRow.of(row.line());

        assertThat(read).usingRecursiveComparison().isEqualTo(row);
        assertThat(row.line()).hasSizeLessThan(600);
    }

    @Test
    void rows_of_one_kind_have_one_shape_whatever_their_values() {
        StoredRow other = new StoredRow("t", Map.of("id", "b", "n", 2L, "list", List.of("y", "z")));

        assertThat(other.shape()).isEqualTo(ROW.shape());
    }

    @Test
    void another_name_type_or_table_is_another_shape() {
        assertThat(List.of(
                        ROW.with("more", "a"),
                        ROW.with("n", "1"),
                        ROW.with("n", 1),
                        ROW.with("list", List.of(1L)),
                        new StoredRow("t", Map.of("id", "a", "n", 1L)),
                        new StoredRow("u", ROW.columns())))
                .extracting(StoredRow::shape)
                .doesNotHaveDuplicates()
                .doesNotContain(ROW.shape());
    }
}
