package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Cursor;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.StructuredQuery.Direction;
import com.google.firestore.v1.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The fields that order results; documents without one of them are no results. Documents with equal fields are ordered by name. */
final class QueryOrder implements Comparator<Document> {
    private final List<Key> keys;

    private QueryOrder(List<Key> keys) {
        this.keys = keys;
    }

    private record Key(FieldPath field, boolean descending) {}

    /** The order of the query, then by the fields with inequalities, then by name. */
    static QueryOrder of(List<StructuredQuery.Order> orders, List<FieldPath> inequalities) {
        List<Key> keys = new ArrayList<>();
        for (StructuredQuery.Order order : orders) {
            keys.add(new Key(
                    FieldPath.of(order.getField().getFieldPath()), order.getDirection() == Direction.DESCENDING));
        }
        boolean descending = !keys.isEmpty() && keys.get(keys.size() - 1).descending();
        List<FieldPath> implied = new ArrayList<>(inequalities);
        implied.remove(FieldPath.NAME);
        implied.add(FieldPath.NAME);
        for (FieldPath field : implied) {
            if (keys.stream().noneMatch(key -> key.field().equals(field))) {
                keys.add(new Key(field, descending));
            }
        }
        return new QueryOrder(List.copyOf(keys));
    }

    boolean hasAll(Document document) {
        return keys.stream().allMatch(key -> key.field().in(document).isPresent());
    }

    List<FieldPath> fields() {
        return keys.stream().map(Key::field).toList();
    }

    /** Whether only the name counts, which is a collection's natural order. */
    boolean isByName() {
        return keys.get(0).field().equals(FieldPath.NAME);
    }

    /** Whether the first field is in descending order. */
    boolean isDescending() {
        return keys.get(0).descending();
    }

    @Override
    public int compare(Document a, Document b) {
        for (Key key : keys) {
            int order = compare(key, key.field().in(a), key.field().in(b));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Negative if the document comes before the cursor; a cursor may have fewer values than there are fields. */
    int compare(Document document, Cursor cursor) {
        for (int i = 0; i < Math.min(cursor.getValuesCount(), keys.size()); i++) {
            Key key = keys.get(i);
            int order = compare(key, key.field().in(document), Optional.of(cursor.getValues(i)));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(Key key, Optional<Value> a, Optional<Value> b) {
        int order = Values.compare(a.orElseThrow(), b.orElseThrow());
        return key.descending() ? -order : order;
    }
}
