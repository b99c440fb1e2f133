package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.store.KeyForm;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The index entries: one item per index key of a row, while the row has the key. An entry is put before the row that
 * names it, and removed after the row was replaced. So the entries of a key name every row that has it, and possibly
 * some that do not: readers check the row.
 *
 * <p>Entries of a row are sorted by version, so a reader that misses a removed old entry still finds the new one.
 */
final class RowEntries {
    /** Sorts after every digit, and so after all entries of a row. */
    private static final String END = ":";

    private static final int VERSION_DIGITS = 19;

    private final ItemTable table;

    RowEntries(ItemTable table) {
        this.table = table;
    }

    /**
     * An entry as its row names it.
     *
     * @param key the value of the index
     * @param suffix makes the entry unique in its row: the row's version and stamp when the row got the key
     */
    record Entry(String index, String key, String suffix) {}

    static String suffix(long version, String stamp) {
        return String.format(Locale.ROOT, "%0" + VERSION_DIGITS + "d", version) + stamp;
    }

    void add(String of, String id, Entry entry) {
        table.putAgain(at(of, id, entry));
    }

    void remove(String of, String id, Entry entry) {
        table.delete(delete -> delete.key(at(of, id, entry)));
    }

    /**
     * Reads up to {@code limit} ids in the order of {@link #position}.
     *
     * @param after a position, or empty to start at the beginning
     * @return distinct ids; empty at the end
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

    /** {@return a position after all entries of this row, and before those of the next row} */
    static String position(String id) {
        return prefix(id) + END;
    }

    private static String prefix(String id) {
        return String.format(Locale.ROOT, "%03d", id.length()) + id;
    }

    private static String id(String entry) {
        return entry.substring(3, 3 + Integer.parseInt(entry.substring(0, 3)));
    }

    private static Map<String, AttributeValue> at(String of, String id, Entry entry) {
        return Map.of("part", text(part(of, entry.index(), entry.key())), "entry", text(prefix(id) + entry.suffix()));
    }

    /** Names are preceded by their lengths, so that different keys never share a partition. */
    private static String part(String of, String index, String key) {
        return "key:" + KeyForm.joined(of, index, key);
    }
}
