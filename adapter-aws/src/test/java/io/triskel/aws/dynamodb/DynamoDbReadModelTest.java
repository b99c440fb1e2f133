package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.LocalTables.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.projection.ReadModel.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no contract asks of rows on DynamoDB. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class DynamoDbReadModelTest {
    private final Calls calls = new Calls();
    private final DynamoDbReadModel rows;
    private final DynamoDbReadModel other;
    private final String table = "table-" + UUID.randomUUID();

    DynamoDbReadModelTest(LocalTables.Running dynamoDb) {
        this.rows = new DynamoDbReadModel(dynamoDb.client(calls), TABLES);
        this.other = new DynamoDbReadModel(dynamoDb.client(), TABLES);
    }

    private static Row row(long version, Map<String, String> keys) {
        return new Row("row", version, version, keys, ("v" + version).getBytes(StandardCharsets.UTF_8));
    }

    private List<Long> found(String key) {
        return other.query(table, "color", key, Optional.empty(), 10).items().stream()
                .map(Row::version)
                .toList();
    }

    @Test
    void a_row_whose_write_lost_its_answer_is_found() {
        rows.put(table, row(1, Map.of("color", "red")), 0);
        calls.loseNext("PutItem");

        boolean written = rows.put(table, row(2, Map.of("color", "red")), 1);

        assertThat(written).isTrue();
        assertThat(found("red")).containsExactly(2L);
    }

    @Test
    void a_row_is_found_that_another_writer_built_on_a_write_without_an_answer() {
        rows.put(table, row(1, Map.of("color", "red")), 0);
        Runnable otherWriter = () -> {
            other.get(table, "row");
            assertThat(other.put(table, row(3, Map.of("color", "blue")), 2)).isTrue();
        };
        calls.beforeNext(
                "PutItem",
                () -> calls.beforeNext("PutItem", () -> {
                    calls.loseNext("PutItem");
                    calls.beforeNext("PutItem", otherWriter);
                }));

        boolean written = rows.put(table, row(2, Map.of("color", "blue")), 1);

        assertThat(written).as("the row is another writer's by now").isFalse();
        assertThat(found("blue")).containsExactly(3L);
    }

    @Test
    void a_row_whose_index_entry_lost_its_answer_is_found() {
        rows.put(table, row(1, Map.of()), 0);
        rows.put(table, row(2, Map.of("color", "red", "size", "s")), 1);
        calls.made();

        for (int lost = 0; lost < 2; lost++) {
            calls.loseNext("PutItem");
            long version = 3L + lost;
            assertThat(rows.put(table, row(version, Map.of("color", "blue" + lost, "size", "s")), version - 1))
                    .isTrue();
        }

        assertThat(found("red")).isEmpty();
        assertThat(found("blue0")).isEmpty();
        assertThat(found("blue1")).containsExactly(4L);
    }

    @Test
    void a_write_that_changes_no_index_key_is_one_request() {
        rows.put(table, row(1, Map.of("color", "red")), 0);
        calls.made();

        rows.put(table, row(2, Map.of("color", "red")), 1);

        assertThat(calls.made()).containsExactly("PutItem");
        assertThat(found("red")).containsExactly(2L);
    }

    @Test
    void a_write_that_comes_too_late_leaves_the_entries_of_the_row_that_stands() {
        rows.put(table, row(1, Map.of("color", "red")), 0);
        other.put(table, row(2, Map.of("color", "blue")), 1);

        boolean late = rows.put(table, row(2, Map.of("color", "green")), 1);

        assertThat(late).isFalse();
        assertThat(found("green")).isEmpty();
        assertThat(found("blue")).containsExactly(2L);
        assertThat(found("red")).isEmpty();
    }

    @Test
    void a_key_that_comes_back_is_found_again() {
        rows.put(table, row(1, Map.of("color", "red")), 0);
        rows.put(table, row(2, Map.of("color", "blue")), 1);
        other.get(table, "row");

        other.put(table, row(3, Map.of("color", "red")), 2);

        assertThat(found("red")).containsExactly(3L);
        assertThat(found("blue")).isEmpty();
        assertThat(other.drop(table, 10)).isEqualTo(1);
        assertThat(found("red")).isEmpty();
    }
}
