package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Value;
import com.google.protobuf.ByteString;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The order of values, types first (Firestore documentation, "Supported data types"). */
final class Values {
    static final Comparator<Value> ORDER = Values::compare;

    private static final Comparator<ByteString> BYTES = ByteString.unsignedLexicographicalComparator();

    private Values() {}

    /** The rank of the value's type in the order of types. */
    static int rank(Value value) {
        return switch (value.getValueTypeCase()) {
            case NULL_VALUE -> 0;
            case BOOLEAN_VALUE -> 1;
            case INTEGER_VALUE, DOUBLE_VALUE -> 2;
            case TIMESTAMP_VALUE -> 3;
            case STRING_VALUE -> 4;
            case BYTES_VALUE -> 5;
            case REFERENCE_VALUE -> 6;
            case GEO_POINT_VALUE -> 7;
            case ARRAY_VALUE -> 8;
            default -> 9;
        };
    }

    static boolean isNaN(Value value) {
        return value.hasDoubleValue() && Double.isNaN(value.getDoubleValue());
    }

    static boolean equal(Value a, Value b) {
        return compare(a, b) == 0;
    }

    static int compare(Value a, Value b) {
        int types = Integer.compare(rank(a), rank(b));
        if (types != 0) {
            return types;
        }
        return switch (a.getValueTypeCase()) {
            case NULL_VALUE -> 0;
            case BOOLEAN_VALUE -> Boolean.compare(a.getBooleanValue(), b.getBooleanValue());
            case INTEGER_VALUE, DOUBLE_VALUE -> compareNumbers(a, b);
            case TIMESTAMP_VALUE -> compareTimes(a, b);
            // UTF-8 bytes are in the order of code points.
            case STRING_VALUE -> BYTES.compare(a.getStringValueBytes(), b.getStringValueBytes());
            case BYTES_VALUE -> BYTES.compare(a.getBytesValue(), b.getBytesValue());
            case REFERENCE_VALUE -> DocumentName.compare(a.getReferenceValue(), b.getReferenceValue());
            case GEO_POINT_VALUE -> comparePoints(a, b);
            case ARRAY_VALUE ->
                compareLists(
                        a.getArrayValue().getValuesList(), b.getArrayValue().getValuesList());
            default ->
                compareMaps(a.getMapValue().getFieldsMap(), b.getMapValue().getFieldsMap());
        };
    }

    private static int compareNumbers(Value a, Value b) {
        if (a.hasIntegerValue() && b.hasIntegerValue()) {
            return Long.compare(a.getIntegerValue(), b.getIntegerValue());
        }
        if (isNaN(a) || isNaN(b)) {
            // NaN comes before all numbers; in the JDK it comes last.
            return Boolean.compare(isNaN(b), isNaN(a));
        }
        double left = a.hasIntegerValue() ? a.getIntegerValue() : a.getDoubleValue();
        double right = b.hasIntegerValue() ? b.getIntegerValue() : b.getDoubleValue();
        // Adding zero makes a negative zero positive, since both zeros are equal.
        return Double.compare(left + 0.0, right + 0.0);
    }

    private static int compareTimes(Value a, Value b) {
        int seconds = Long.compare(
                a.getTimestampValue().getSeconds(), b.getTimestampValue().getSeconds());
        return seconds != 0
                ? seconds
                : Integer.compare(
                        a.getTimestampValue().getNanos(), b.getTimestampValue().getNanos());
    }

    private static int comparePoints(Value a, Value b) {
        int latitudes = Double.compare(
                a.getGeoPointValue().getLatitude(), b.getGeoPointValue().getLatitude());
        return latitudes != 0
                ? latitudes
                : Double.compare(
                        a.getGeoPointValue().getLongitude(),
                        b.getGeoPointValue().getLongitude());
    }

    private static int compareLists(List<Value> a, List<Value> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareMaps(Map<String, Value> a, Map<String, Value> b) {
        Iterator<Map.Entry<String, Value>> left = inOrder(a).iterator();
        Iterator<Map.Entry<String, Value>> right = inOrder(b).iterator();
        while (left.hasNext() && right.hasNext()) {
            Map.Entry<String, Value> one = left.next();
            Map.Entry<String, Value> other = right.next();
            int keys = DocumentName.compareTexts(one.getKey(), other.getKey());
            if (keys != 0) {
                return keys;
            }
            int order = compare(one.getValue(), other.getValue());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private static Set<Map.Entry<String, Value>> inOrder(Map<String, Value> fields) {
        Map<String, Value> sorted = new TreeMap<>(DocumentName::compareTexts);
        sorted.putAll(fields);
        return sorted.entrySet();
    }
}
