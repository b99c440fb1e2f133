package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.projection.ReadModel.Row;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no contract asks of the read model: rows of any size. */
@ExtendWith(LocalFirestore.class)
class FirestoreReadModelTest {
    private static final String TABLE = "table";

    private final Calls calls = new Calls();
    private final FirestoreReadModel rows;

    FirestoreReadModelTest(LocalFirestore.Running local) {
        this.rows = new FirestoreReadModel(local.client(calls), local.own());
    }

    @Test
    void a_table_of_large_rows_is_dropped_though_few_of_them_fit_into_a_commit() {
        put(30, 900 * 1024);

        assertThat(rows.drop(TABLE, 100)).isEqualTo(30);

        assertThat(rows.page(TABLE, Optional.empty(), 10).items()).isEmpty();
    }

    @Test
    void a_table_of_small_rows_is_dropped_by_few_calls() {
        put(50, 10);
        calls.made();

        assertThat(rows.drop(TABLE, 40)).isEqualTo(40);

        assertThat(calls.made()).containsExactly("RunQuery", "Commit");
        assertThat(rows.drop(TABLE, 40)).isEqualTo(10);
    }

    private void put(int count, int bytes) {
        IntStream.range(0, count)
                .forEach(i -> rows.put(TABLE, new Row("row-" + i, 1, 1, Map.of("index", "key"), new byte[bytes]), 0));
    }
}
