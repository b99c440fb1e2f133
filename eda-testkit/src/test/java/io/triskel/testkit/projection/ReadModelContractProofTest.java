package io.triskel.testkit.projection;

import io.triskel.event.Page;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.ReadModelContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of read models can fail. */
class ReadModelContractProofTest {
    @Test
    void every_test_fails_where_nothing_is_done() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void a_store_that_ignores_the_expected_version_is_caught() {
        ContractRun.of(IgnoresTheExpectedVersion.class).isCaughtBy("a_write_on_an_older_version_changes_nothing");
    }

    @Test
    void a_store_that_checks_before_it_writes_is_caught() {
        ContractRun.of(ForgetsTheFirstWrite.class).isCaughtBy("a_row_that_exists_is_not_new");
    }

    @Test
    void a_store_that_keeps_old_index_keys_is_caught() {
        ContractRun.of(KeepsOldIndexKeys.class)
                .isCaughtBy("a_row_that_changes_its_index_key_is_found_under_the_new_one_only");
    }

    @Test
    void a_store_that_drops_the_last_row_of_a_page_is_caught() {
        ContractRun.of(DropsTheLastRowOfAPage.class).isCaughtBy("a_query_pages_through_all_rows_once");
    }

    @Test
    void a_store_that_brings_dropped_rows_back_is_caught() {
        ContractRun.of(BringsDroppedRowsBack.class)
                .isCaughtBy("a_row_that_was_dropped_is_not_written_on_the_version_that_it_had");
    }

    static class DoesNothing extends ReadModelContract {
        @Override
        protected ReadModel readModel() {
            return new ReadModel() {
                @Override
                public Optional<Row> get(String table, String rowId) {
                    return Optional.empty();
                }

                @Override
                public boolean put(String table, Row row, long expectedVersion) {
                    return false;
                }

                @Override
                public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
                    return new Page<>(List.of(), Optional.empty());
                }

                @Override
                public Page<Row> page(String table, Optional<String> after, int limit) {
                    return new Page<>(List.of(), Optional.empty());
                }

                @Override
                public int drop(String table, int limit) {
                    return 0;
                }
            };
        }
    }

    static class IgnoresTheExpectedVersion extends Mutant {
        @Override
        public boolean put(String table, Row row, long expectedVersion) {
            return right.put(
                    table, row, right.get(table, row.id()).map(Row::version).orElse(0L));
        }
    }

    static class ForgetsTheFirstWrite extends Mutant {
        @Override
        public boolean put(String table, Row row, long expectedVersion) {
            long expected = expectedVersion == 0
                    ? right.get(table, row.id()).map(Row::version).orElse(0L)
                    : expectedVersion;
            return right.put(table, row, expected);
        }
    }

    static class KeepsOldIndexKeys extends Mutant {
        private final Map<String, Row> everFound = new HashMap<>();

        @Override
        public boolean put(String table, Row row, long expectedVersion) {
            row.indexKeys().forEach((index, key) -> everFound.putIfAbsent(table + index + key, row));
            return right.put(table, row, expectedVersion);
        }

        @Override
        public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
            Page<Row> page = right.query(table, index, key, after, limit);
            Row old = everFound.get(table + index + key);
            return page.items().isEmpty() && old != null ? new Page<>(List.of(old), Optional.empty()) : page;
        }
    }

    static class DropsTheLastRowOfAPage extends Mutant {
        @Override
        public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
            Page<Row> page = right.query(table, index, key, after, limit);
            int size = page.items().size();
            return size < limit ? page : new Page<>(page.items().subList(0, size - 1), page.next());
        }
    }

    static class BringsDroppedRowsBack extends Mutant {
        @Override
        public boolean put(String table, Row row, long expectedVersion) {
            boolean none = right.get(table, row.id()).isEmpty() && row.id().equals("r1");
            return right.put(table, row, none ? 0 : expectedVersion);
        }
    }

    abstract static class Mutant extends ReadModelContract implements ReadModel {
        final ReadModel right = new InMemoryStores().readModel();

        @Override
        protected ReadModel readModel() {
            return this;
        }

        @Override
        public Optional<Row> get(String table, String rowId) {
            return right.get(table, rowId);
        }

        @Override
        public boolean put(String table, Row row, long expectedVersion) {
            return right.put(table, row, expectedVersion);
        }

        @Override
        public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
            return right.query(table, index, key, after, limit);
        }

        @Override
        public Page<Row> page(String table, Optional<String> after, int limit) {
            return right.page(table, after, limit);
        }

        @Override
        public int drop(String table, int limit) {
            return right.drop(table, limit);
        }
    }
}
