package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.ArrayValue;
import com.google.firestore.v1.DocumentTransform.FieldTransform;
import com.google.firestore.v1.Value;
import com.google.protobuf.NullValue;
import com.google.protobuf.Timestamp;
import io.triskel.local.gcp.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies the server's changes to fields, such as increments (the comments of DocumentTransform in the protocol). */
final class FieldTransforms {
    private static final Value NOTHING =
            Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();

    private FieldTransforms() {}

    /** Applies the transforms in order; returns the result of each, for the answer of the write. */
    static List<Value> apply(List<FieldTransform> transforms, Map<String, Value> fields, Timestamp now) {
        List<Value> results = new ArrayList<>();
        for (FieldTransform transform : transforms) {
            FieldPath field = FieldPath.of(transform.getFieldPath());
            Optional<Value> before = field.in(fields);
            Value after = after(transform, before, now);
            field.set(fields, Optional.of(after));
            results.add(after.hasArrayValue() ? NOTHING : after);
        }
        return results;
    }

    private static Value after(FieldTransform transform, Optional<Value> before, Timestamp now) {
        return switch (transform.getTransformTypeCase()) {
            case SET_TO_SERVER_VALUE ->
                Value.newBuilder().setTimestampValue(now).build();
            case INCREMENT ->
                before.filter(FieldTransforms::isNumber)
                        .map(value -> sum(value, transform.getIncrement()))
                        .orElse(transform.getIncrement());
            case MAXIMUM ->
                before.filter(FieldTransforms::isNumber)
                        .filter(value -> Values.compare(value, transform.getMaximum()) >= 0)
                        .orElse(transform.getMaximum());
            case MINIMUM ->
                before.filter(FieldTransforms::isNumber)
                        .filter(value -> Values.compare(value, transform.getMinimum()) <= 0)
                        .orElse(transform.getMinimum());
            case APPEND_MISSING_ELEMENTS ->
                union(elements(before), transform.getAppendMissingElements().getValuesList());
            case REMOVE_ALL_FROM_ARRAY ->
                without(elements(before), transform.getRemoveAllFromArray().getValuesList());
            default -> throw Refusal.invalid("A transform without a type");
        };
    }

    private static boolean isNumber(Value value) {
        return value.hasIntegerValue() || value.hasDoubleValue();
    }

    /** "If integers overflow, the value is the largest or smallest" integer. */
    private static Value sum(Value a, Value b) {
        if (a.hasIntegerValue() && b.hasIntegerValue()) {
            long left = a.getIntegerValue();
            long right = b.getIntegerValue();
            long sum = left + right;
            boolean overflow = ((left ^ sum) & (right ^ sum)) < 0;
            long bounded = left < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            return Value.newBuilder().setIntegerValue(overflow ? bounded : sum).build();
        }
        return Value.newBuilder().setDoubleValue(number(a) + number(b)).build();
    }

    private static double number(Value value) {
        return value.hasIntegerValue() ? value.getIntegerValue() : value.getDoubleValue();
    }

    private static List<Value> elements(Optional<Value> array) {
        return array.map(value -> value.getArrayValue().getValuesList()).orElse(List.of());
    }

    private static Value union(List<Value> before, List<Value> more) {
        List<Value> all = new ArrayList<>(before);
        for (Value element : more) {
            if (all.stream().noneMatch(there -> Values.equal(there, element))) {
                all.add(element);
            }
        }
        return array(all);
    }

    private static Value without(List<Value> before, List<Value> less) {
        return array(before.stream()
                .filter(element -> less.stream().noneMatch(gone -> Values.equal(gone, element)))
                .toList());
    }

    private static Value array(List<Value> elements) {
        return Value.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addAllValues(elements))
                .build();
    }
}
