package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.projection.Row;
import io.triskel.store.KeyForm;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Under which index keys rows may be found: an item per key and write of a row. They are put before the row and removed
 * after it was replaced, so that they name every row that has the key, and some that do not have it: readers look.
 *
 * <p>Entries of a row follow each other by version. A reader that comes too late for the old one so meets the new one.
 */
final class RowEntries {
    /** Follows every digit, and so all entries of a row. */
    private static final String END = ":";

    private static final int VERSION_DIGITS = 19;

    private final Table table;

    RowEntries(Table table) {
        this.table = table;
    }

    /** Adds entries of a write that is about to happen; no other write has this stamp. */
    void add(String of, Row row, String stamp) {
        keys(of, row, stamp).forEach(key -> table.put(put -> put.item(key)));
    }

    /** Removes entries of a write that was replaced, or never happened. */
    void remove(String of, Row row, String stamp) {
        keys(of, row, stamp).forEach(key -> table.delete(delete -> delete.key(key)));
    }

    /**
     * Reads some ids in the order of {@link #position}.
     *
     * @param after a position, or empty to begin
     * @return no id twice; none if there are no more
     */
    Set<String> ids(String of, String index, String key, String after, int limit) {
        QueryResponse page = table.query(query -> query.consistentRead(true)
                .limit(limit)
                .keyConditionExpression("#part = :part AND #entry > :after")
                .expressionAttributeNames(Map.of("#part", "part", "#entry", "entry"))
                .expressionAttributeValues(
                        Map.of(":part", text(part(of, index, key)), ":after", text(after.isEmpty() ? "0" : after))));
        Set<String> ids = new LinkedHashSet<>();
        page.items().forEach(item -> ids.add(id(text(item, "entry"))));
        return ids;
    }

    /** {@return what comes after all entries of this row, and before those of the next} */
    static String position(String id) {
        return prefix(id) + END;
    }

    private static String prefix(String id) {
        return String.format(Locale.ROOT, "%03d", id.length()) + id;
    }

    private static String id(String entry) {
        return entry.substring(3, 3 + Integer.parseInt(entry.substring(0, 3)));
    }

    private static List<Map<String, AttributeValue>> keys(String of, Row row, String stamp) {
        String version = String.format(Locale.ROOT, "%0" + VERSION_DIGITS + "d", row.version());
        AttributeValue entry = text(prefix(row.id()) + version + stamp);
        return row.indexKeys().entrySet().stream()
                .map(key -> Map.of("part", text(part(of, key.getKey(), key.getValue())), "entry", entry))
                .toList();
    }

    /** Names come with their lengths, so that different keys never meet. */
    private static String part(String of, String index, String key) {
        return "key:" + KeyForm.joined(of, index, key);
    }
}
