package io.triskel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.testkit.SchemaGolden;
import io.triskel.testkit.StoredRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Operations of inbox and parking lot, and the raw rows that they leave, which are in {@code rows-STORE.jsonl}, as Java wrote
 * them. Random ids are not compared, and neither is the number of a row's writes.
 */
final class RowCase {
    private static final Pattern RANDOM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern WRITES = Pattern.compile("\"version\":\\{\"number\":\"\\d+\"}");

    /** What the protocol of Table Storage adds to a row. */
    private static final Pattern ADDED = Pattern.compile("odata\\..*|.*@odata\\.type");

    private final Setting setting;
    private final JsonNode written;

    RowCase(Setting setting, JsonNode written) {
        this.setting = setting;
        this.written = written;
    }

    void on(Bench bench) throws Exception {
        for (JsonNode step : written.path("steps")) {
            if (step.has("put")) {
                put(step.get("put").asInt(), bench);
            } else if (step.has("rows")) {
                rows(bench);
            } else if (step.has("exchange")) {
                bench.exchange();
            } else {
                bench.expect(step.path("do").deepCopy(), step.path("expect"));
            }
        }
    }

    /** Java's golden rows of the current format, under the number of this one. */
    static void put(int format, Bench bench) throws Exception {
        for (String line : bench.database().golden()) {
            StoredRow row = StoredRow.of(line);
            Object now = row.columns().get("format");
            bench.database().put(now == null ? row : row.with("format", like(now, format)));
        }
    }

    private static Object like(Object format, int value) {
        if (format instanceof BigDecimal) {
            return BigDecimal.valueOf(value);
        }
        return format instanceof Integer ? (Object) value : (Object) (long) value;
    }

    private void rows(Bench bench) throws Exception {
        List<String> rows = new ArrayList<>(new TreeSet<>(
                bench.database().rows().stream().map(RowCase::comparable).toList()));
        Path file =
                Cases.folder().resolve("rows-" + setting.java().orElseThrow().store() + ".jsonl");
        String name = written.path("name").asText();
        if (Boolean.getBoolean(SchemaGolden.ACCEPT) && bench.isOfJava()) {
            accept(file, name, rows);
        }
        List<String> expected = expected(file, name);
        assertThat(rows).as("the rows of %s", name).containsExactlyElementsOf(expected);
    }

    private static String comparable(StoredRow row) {
        ObjectNode line = (ObjectNode) Json.read(row.line());
        ObjectNode columns = (ObjectNode) line.at("/columns");
        List<String> added = new ArrayList<>();
        columns.fieldNames().forEachRemaining(name -> {
            if (ADDED.matcher(name).matches()) {
                added.add(name);
            }
        });
        columns.remove(added);
        String text = RANDOM.matcher(line.toString()).replaceAll("*");
        return WRITES.matcher(text).replaceAll("\"version\":{\"number\":\"*\"}");
    }

    private static List<String> expected(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .map(Json::read)
                .filter(line -> line.path("case").asText().equals(name))
                .map(line -> line.path("row").toString())
                .toList();
    }

    private static void accept(Path file, String name, List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            Files.readAllLines(file).stream()
                    .filter(line -> !Json.read(line).path("case").asText().equals(name))
                    .forEach(lines::add);
        }
        rows.forEach(row -> lines.add(
                Json.object().put("case", name).set("row", Json.read(row)).toString()));
        lines.sort(null);
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
