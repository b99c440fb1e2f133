package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.AggregationResult;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.StructuredAggregationQuery.Aggregation;
import com.google.firestore.v1.Value;
import com.google.protobuf.NullValue;
import io.triskel.local.gcp.wire.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * Computes count, sum and average of a query's results. Several aggregations see "only the documents that contain all
 * the fields" (Firestore documentation, "Summarize data with aggregation queries", "Limitations").
 */
final class Aggregations {
    private Aggregations() {}

    static AggregationResult of(List<Aggregation> aggregations, List<Document> results) {
        List<FieldPath> fields =
                aggregations.stream().flatMap(one -> field(one).stream()).toList();
        List<Document> complete = results.stream()
                .filter(document ->
                        fields.stream().allMatch(field -> field.in(document).isPresent()))
                .toList();
        AggregationResult.Builder answer = AggregationResult.newBuilder();
        for (Aggregation aggregation : aggregations) {
            answer.putAggregateFields(aggregation.getAlias(), of(aggregation, complete));
        }
        return answer.build();
    }

    private static Optional<FieldPath> field(Aggregation aggregation) {
        return switch (aggregation.getOperatorCase()) {
            case SUM -> Optional.of(FieldPath.of(aggregation.getSum().getField().getFieldPath()));
            case AVG -> Optional.of(FieldPath.of(aggregation.getAvg().getField().getFieldPath()));
            case COUNT, OPERATOR_NOT_SET -> Optional.empty();
        };
    }

    private static Value of(Aggregation aggregation, List<Document> results) {
        return switch (aggregation.getOperatorCase()) {
            case COUNT -> count(aggregation.getCount(), results.size());
            case SUM -> sum(numbers(aggregation.getSum().getField().getFieldPath(), results));
            case AVG -> average(numbers(aggregation.getAvg().getField().getFieldPath(), results));
            default -> throw Refusal.invalid("An aggregation without an operator");
        };
    }

    private static Value count(Aggregation.Count count, long results) {
        long most = count.hasUpTo() ? count.getUpTo().getValue() : Long.MAX_VALUE;
        return Value.newBuilder().setIntegerValue(Math.min(results, most)).build();
    }

    private static List<Value> numbers(String path, List<Document> results) {
        FieldPath field = FieldPath.of(path);
        return results.stream()
                .flatMap(document -> field.in(document).stream())
                .filter(value -> value.hasIntegerValue() || value.hasDoubleValue())
                .toList();
    }

    private static Value sum(List<Value> numbers) {
        if (numbers.stream().allMatch(Value::hasIntegerValue)) {
            long total = numbers.stream().mapToLong(Value::getIntegerValue).sum();
            return Value.newBuilder().setIntegerValue(total).build();
        }
        return Value.newBuilder().setDoubleValue(total(numbers)).build();
    }

    private static Value average(List<Value> numbers) {
        return numbers.isEmpty()
                ? Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build()
                : Value.newBuilder()
                        .setDoubleValue(total(numbers) / numbers.size())
                        .build();
    }

    private static double total(List<Value> numbers) {
        return numbers.stream()
                .mapToDouble(value -> value.hasIntegerValue() ? value.getIntegerValue() : value.getDoubleValue())
                .sum();
    }
}
