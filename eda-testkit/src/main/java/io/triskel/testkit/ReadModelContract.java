package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Page;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of every {@link ReadModel}: conditional writes, exact index keys, pages that read each row once. */
public abstract class ReadModelContract {
    /** This test's own table, so that stores may be shared. */
    private final String table = "contract-" + UUID.randomUUID();

    /** {@return the implementation under test} */
    protected abstract ReadModel readModel();

    @Test
    final void a_new_row_is_kept_as_it_is() {
        Row first = row("r1", 4, 1, Map.of("customer", "c1"), "state");

        boolean written = readModel().put(table, first, 0);

        assertThat(written).isTrue();
        assertThat(readModel().get(table, "r1")).contains(first);
    }

    @Test
    final void an_unknown_row_is_empty_beside_a_known_one() {
        write(row("r1", 1, 1, Map.of(), "s"));

        assertThat(readModel().get(table, "r2")).isEmpty();
    }

    @Test
    final void a_row_that_exists_is_not_new() {
        write(row("r1", 1, 1, Map.of(), "first"));

        boolean written = readModel().put(table, row("r1", 2, 1, Map.of(), "second"), 0);

        assertThat(written).isFalse();
        assertThat(readModel().get(table, "r1")).contains(row("r1", 1, 1, Map.of(), "first"));
    }

    @Test
    final void a_write_on_the_expected_version_replaces_the_row() {
        write(row("r1", 1, 1, Map.of(), "first"));

        boolean written = readModel().put(table, row("r1", 2, 2, Map.of(), "second"), 1);

        assertThat(written).isTrue();
        assertThat(readModel().get(table, "r1")).contains(row("r1", 2, 2, Map.of(), "second"));
    }

    @Test
    final void a_write_on_an_older_version_changes_nothing() {
        write(row("r1", 1, 1, Map.of(), "first"));
        assertThat(readModel().put(table, row("r1", 2, 2, Map.of(), "second"), 1))
                .isTrue();

        boolean written = readModel().put(table, row("r1", 3, 2, Map.of(), "third"), 1);

        assertThat(written).isFalse();
        assertThat(readModel().get(table, "r1")).contains(row("r1", 2, 2, Map.of(), "second"));
    }

    @Test
    final void a_write_on_a_version_of_a_row_that_does_not_exist_changes_nothing() {
        write(row("r1", 1, 1, Map.of(), "s"));

        boolean written = readModel().put(table, row("r2", 2, 2, Map.of(), "s"), 1);

        assertThat(written).isFalse();
        assertThat(readModel().get(table, "r2")).isEmpty();
    }

    @Test
    final void a_row_without_state_stays_with_its_revision() {
        Row gone = new Row("r1", 7, 1, Map.of(), new byte[0]);

        write(gone);

        assertThat(readModel().get(table, "r1")).contains(gone);
    }

    @Test
    final void rows_are_found_by_their_index_keys() {
        write(row("r1", 1, 1, Map.of("customer", "c1", "state", "open"), "s1"));
        write(row("r2", 1, 1, Map.of("customer", "c2", "state", "open"), "s2"));

        assertThat(ids(query("customer", "c1"))).containsExactly("r1");
        assertThat(ids(query("state", "open"))).containsExactlyInAnyOrder("r1", "r2");
        assertThat(query("state", "c1")).isEmpty();
    }

    @Test
    final void a_row_that_changes_its_index_key_is_found_under_the_new_one_only() {
        write(row("r1", 1, 1, Map.of("state", "open"), "s"));

        assertThat(readModel().put(table, row("r1", 2, 2, Map.of("state", "closed"), "s"), 1))
                .isTrue();

        assertThat(query("state", "open")).isEmpty();
        assertThat(query("state", "closed")).containsExactly(row("r1", 2, 2, Map.of("state", "closed"), "s"));
    }

    @Test
    final void a_query_pages_through_all_rows_once() {
        for (int i = 0; i < 7; i++) {
            write(row("r" + i, 1, 1, Map.of("state", i == 3 ? "other" : "open"), "s"));
        }

        List<Row> read = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<Row> page = readModel().query(table, "state", "open", after, 2);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            read.addAll(page.items());
            after = page.next();
        } while (after.isPresent());

        assertThat(ids(read)).containsExactlyInAnyOrder("r0", "r1", "r2", "r4", "r5", "r6");
    }

    @Test
    final void a_table_pages_through_all_rows_once() {
        for (int i = 0; i < 7; i++) {
            write(row("r" + i, 1, 1, Map.of(), i == 3 ? "" : "s"));
        }

        assertThat(ids(allRows(table))).containsExactlyInAnyOrder("r0", "r1", "r2", "r3", "r4", "r5", "r6");
    }

    @Test
    final void tables_do_not_meet() {
        write(row("r1", 1, 1, Map.of("state", "open"), "here"));

        assertThat(readModel().put(table + "-other", row("r1", 9, 1, Map.of("state", "open"), "there"), 0))
                .isTrue();

        assertThat(readModel().get(table, "r1")).contains(row("r1", 1, 1, Map.of("state", "open"), "here"));
        assertThat(query("state", "open")).hasSize(1);
    }

    @Test
    final void a_table_is_dropped_step_by_step_and_leaves_others_alone() {
        for (int i = 0; i < 5; i++) {
            write(row("r" + i, 1, 1, Map.of("state", "open"), "s"));
        }
        assertThat(readModel().put(table + "-other", row("r1", 1, 1, Map.of(), "s"), 0))
                .isTrue();

        int first = readModel().drop(table, 3);
        int second = readModel().drop(table, 3);

        assertThat(first).isEqualTo(3);
        assertThat(second).isEqualTo(2);
        assertThat(readModel().drop(table, 3)).isZero();
        assertThat(query("state", "open")).isEmpty();
        assertThat(allRows(table + "-other")).hasSize(1);
    }

    @Test
    final void a_row_that_was_dropped_is_not_written_on_the_version_that_it_had() {
        write(row("r1", 1, 1, Map.of("state", "open"), "s"));
        assertThat(readModel().drop(table, 3)).isEqualTo(1);

        boolean written = readModel().put(table, row("r1", 2, 2, Map.of("state", "open"), "late"), 1);

        assertThat(written).isFalse();
        assertThat(readModel().get(table, "r1")).isEmpty();
        assertThat(query("state", "open")).isEmpty();
    }

    @Test
    final void ids_and_keys_that_look_alike_when_escaped_stay_apart() {
        List<String> ids = List.of("a/b", "a%2Fb", "a\\b", "a#b", "a?b", "a b", "..", ".", "A/B", "ä", "a_b");
        ids.forEach(id -> write(row(id, 1, 1, Map.of("key", id), id)));

        ids.forEach(id -> assertThat(readModel().get(table, id)).contains(row(id, 1, 1, Map.of("key", id), id)));
        ids.forEach(id -> assertThat(ids(query("key", id))).containsExactly(id));
    }

    @Test
    final void of_two_threads_that_count_in_a_row_no_step_is_lost() {
        write(row("r1", 0, 1, Map.of(), "s"));

        List<Integer> steps = Race.of(2, runner -> {
            int written = 0;
            while (written < 20) {
                step();
                written++;
            }
            return written;
        });

        assertThat(steps).containsExactly(20, 20);
        assertThat(readModel().get(table, "r1")).map(Row::revision).contains(40L);
    }

    private void step() {
        Row old;
        do {
            old = readModel().get(table, "r1").orElseThrow();
        } while (!readModel()
                .put(table, row("r1", old.revision() + 1, old.version() + 1, Map.of(), "s"), old.version()));
    }

    private void write(Row row) {
        assertThat(readModel().put(table, row, 0)).as("first write of %s", row).isTrue();
    }

    private List<Row> query(String index, String key) {
        return readModel().query(table, index, key, Optional.empty(), 100).items();
    }

    private List<Row> allRows(String of) {
        List<Row> read = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<Row> page = readModel().page(of, after, 3);
            read.addAll(page.items());
            after = page.next();
        } while (after.isPresent());
        return read;
    }

    private static List<String> ids(List<Row> rows) {
        return rows.stream().map(Row::id).toList();
    }

    private static Row row(String id, long revision, long version, Map<String, String> keys, String state) {
        return new Row(id, revision, version, keys, state.getBytes(StandardCharsets.UTF_8));
    }
}
