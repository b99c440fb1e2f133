package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.platform.Stores;
import io.triskel.store.StoredFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The contract of stored rows, which outlive the release that wrote them: every later release reads the committed golden
 * rows of each kind and format, and a row of a later release is rejected and never misread.
 *
 * <p>The rows are in {@code src/test/stored} of the store's module, one file per format. Run the test with
 * {@code -Dtriskel.golden.accept=true} to write those of the current format: for a new format, or for an addition that earlier
 * releases may ignore.
 */
public abstract class StoredRowsContract {
    private static final Path FOLDER = Path.of("src/test/stored");

    /** Called by JUnit. */
    protected StoredRowsContract() {}

    /** {@return a separate database, with the deployed tables and without rows} */
    protected abstract Database empty() throws Exception;

    /**
     * {@return whether a table is an index, which may list what is not there} A writer that puts its entry first and is then
     * refused must leave the entry: a later release may have built on a write whose answer was lost.
     */
    protected boolean isIndex(String table) {
        return false;
    }

    /** A database with its stores and its raw rows. */
    protected interface Database extends AutoCloseable {
        /**
         * {@return stores like a new process's}
         *
         * @param keyService wraps keys, if present
         */
        Stores stores(InstantSource clock, Optional<KeyWrapping> keyService);

        /** {@return all rows of all tables} */
        List<StoredRow> rows() throws Exception;

        /** Writes a raw row, bypassing the stores. */
        void put(StoredRow row) throws Exception;

        @Override
        void close();
    }

    @Test
    final void rows_of_every_format_load() throws Exception {
        if (Boolean.getBoolean(SchemaGolden.ACCEPT)) {
            accept();
        }
        for (int format = 1; format <= StoredFormat.CURRENT; format++) {
            try (Database database = empty()) {
                for (StoredRow row : golden(format)) {
                    database.put(row);
                }

                new EveryKindOfRow(database::stores).requireAll();
            }
        }
    }

    @Test
    final void what_is_written_says_its_format_and_has_the_form_of_the_golden_rows() throws Exception {
        try (Database database = empty()) {
            new EveryKindOfRow(database::stores).write();

            List<StoredRow> written = database.rows();

            assertThat(written)
                    .allSatisfy(row -> assertThat(format(row)).as(row.line()).isEqualTo(StoredFormat.CURRENT));
            assertThat(shapes(written))
                    .as(
                            "If an earlier release can read this, accept it: run with -D%s=true. If it would "
                                    + "misread it, raise StoredFormat.CURRENT, keep reading the earlier formats, "
                                    + "and then accept",
                            SchemaGolden.ACCEPT)
                    .isEqualTo(shapes(golden(StoredFormat.CURRENT)));
        }
    }

    @Test
    final void rows_of_a_later_format_are_refused_by_their_format_and_left_as_they_are() throws Exception {
        int later = StoredFormat.CURRENT + 1;
        try (Database database = empty()) {
            for (StoredRow row : golden(StoredFormat.CURRENT)) {
                Object format = Objects.requireNonNull(row.columns().get(StoredFormat.NAME), row::line);
                database.put(row.with(StoredFormat.NAME, of(format, later)));
            }
            Set<String> before = lines(database.rows());

            new EveryKindOfRow(database::stores).requireRefused("has format " + later);

            List<StoredRow> after = database.rows();
            assertThat(lines(after)).containsAll(before);
            assertThat(lines(after.stream().filter(row -> !isIndex(row.table())).toList()))
                    .as("no row but of an index is added")
                    .isSubsetOf(before);
        }
    }

    private static Object of(Object format, int value) {
        if (format instanceof BigDecimal) {
            return BigDecimal.valueOf(value);
        }
        return format instanceof Integer ? Integer.valueOf(value) : (Object) Long.valueOf(value);
    }

    private static long format(StoredRow row) {
        return row.columns().get(StoredFormat.NAME) instanceof Number number ? number.longValue() : 0;
    }

    private void accept() throws Exception {
        try (Database database = empty()) {
            new EveryKindOfRow(database::stores).write();
            Files.createDirectories(FOLDER);
            Files.writeString(file(StoredFormat.CURRENT), String.join("\n", lines(database.rows())) + "\n");
        }
    }

    private static List<StoredRow> golden(int format) throws IOException {
        assertThat(file(format))
                .as(
                        "the golden rows of format %s; run with -D%s=true to write the current ones",
                        format, SchemaGolden.ACCEPT)
                .exists();
        return Files.readString(file(format), StandardCharsets.UTF_8)
                .lines()
                .map(StoredRow::of)
                .toList();
    }

    private static Path file(int format) {
        return FOLDER.resolve("format-" + format + ".jsonl");
    }

    private static Set<String> lines(List<StoredRow> rows) {
        return rows.stream().map(StoredRow::line).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> shapes(List<StoredRow> rows) {
        return rows.stream().map(StoredRow::shape).collect(Collectors.toCollection(TreeSet::new));
    }
}
