package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.StructuredQuery.CompositeFilter;
import com.google.firestore.v1.StructuredQuery.FieldFilter;
import com.google.firestore.v1.StructuredQuery.FieldReference;
import com.google.firestore.v1.StructuredQuery.Filter;
import com.google.firestore.v1.StructuredQuery.UnaryFilter;
import com.google.firestore.v1.Value;
import io.triskel.local.gcp.wire.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The condition of a query, and what is known before it runs.
 *
 * @param equalities equalities that every result fulfils; one of them selects the candidates
 * @param ranges ranges that every result fulfils, one for each field
 * @param inequalities fields with an inequality, which also order the results
 * @param fields all fields of the condition
 */
record QueryFilter(
        Predicate<Document> test,
        List<Equality> equalities,
        List<Range> ranges,
        List<FieldPath> inequalities,
        List<FieldPath> fields) {
    /** "up to 30 disjunctions" (Firestore documentation, "Perform simple and compound queries"). */
    private static final int DISJUNCTIONS = 30;

    record Equality(FieldPath field, Value value) {}

    /** Values between which a field must be; the test decides whether the bounds are included. */
    record Range(FieldPath field, Optional<Value> from, Optional<Value> to) {
        private Range and(Range other) {
            return new Range(field, from.or(other::from), to.or(other::to));
        }
    }

    static QueryFilter of(Optional<Filter> filter) {
        if (filter.isEmpty()) {
            return new QueryFilter(document -> true, List.of(), List.of(), List.of(), List.of());
        }
        List<Equality> equalities = new ArrayList<>();
        Map<FieldPath, Range> ranges = new LinkedHashMap<>();
        collect(filter.get(), equalities, ranges);
        TreeSet<String> inequalities = new TreeSet<>();
        TreeSet<String> fields = new TreeSet<>();
        collectFields(filter.get(), inequalities, fields);
        return new QueryFilter(
                predicate(filter.get()),
                List.copyOf(equalities),
                List.copyOf(ranges.values()),
                inequalities.stream().map(FieldPath::of).toList(),
                fields.stream().map(FieldPath::of).toList());
    }

    private static Predicate<Document> predicate(Filter filter) {
        return switch (filter.getFilterTypeCase()) {
            case COMPOSITE_FILTER -> composite(filter.getCompositeFilter());
            case FIELD_FILTER -> field(filter.getFieldFilter());
            case UNARY_FILTER -> unary(filter.getUnaryFilter());
            default -> throw Refusal.invalid("A filter without a type");
        };
    }

    private static Predicate<Document> composite(CompositeFilter filter) {
        List<Predicate<Document>> parts =
                filter.getFiltersList().stream().map(QueryFilter::predicate).toList();
        return switch (filter.getOp()) {
            case AND -> document -> parts.stream().allMatch(part -> part.test(document));
            case OR -> document -> parts.stream().anyMatch(part -> part.test(document));
            default -> throw Refusal.invalid("A composite filter is AND or OR");
        };
    }

    private static Predicate<Document> unary(UnaryFilter filter) {
        FieldPath path = FieldPath.of(filter.getField().getFieldPath());
        Predicate<Value> test = switch (filter.getOp()) {
            case IS_NULL -> Value::hasNullValue;
            case IS_NOT_NULL -> value -> !value.hasNullValue();
            case IS_NAN -> Values::isNaN;
            case IS_NOT_NAN -> value -> !Values.isNaN(value) && !value.hasNullValue();
            default -> throw Refusal.invalid("A unary filter without an operator");
        };
        return document -> path.in(document).filter(test).isPresent();
    }

    private static Predicate<Document> field(FieldFilter filter) {
        FieldPath path = FieldPath.of(filter.getField().getFieldPath());
        Value wanted = filter.getValue();
        Optional<Predicate<Document>> special = unary(filter.getOp(), filter.getField(), wanted);
        if (special.isPresent()) {
            return special.get();
        }
        checkComparable(filter.getOp(), wanted);
        List<Value> several = wanted.getArrayValue().getValuesList();
        Predicate<Value> test = switch (filter.getOp()) {
            case EQUAL -> value -> Values.equal(value, wanted);
            case NOT_EQUAL -> value -> !value.hasNullValue() && !Values.equal(value, wanted);
            case LESS_THAN -> value -> sameType(value, wanted) && Values.compare(value, wanted) < 0;
            case LESS_THAN_OR_EQUAL -> value -> sameType(value, wanted) && Values.compare(value, wanted) <= 0;
            case GREATER_THAN -> value -> sameType(value, wanted) && Values.compare(value, wanted) > 0;
            case GREATER_THAN_OR_EQUAL -> value -> sameType(value, wanted) && Values.compare(value, wanted) >= 0;
            case IN -> value -> contains(several, value);
            case NOT_IN ->
                value -> !value.hasNullValue()
                        && several.stream().noneMatch(one -> one.hasNullValue() || Values.equal(one, value));
            case ARRAY_CONTAINS -> value -> contains(value.getArrayValue().getValuesList(), wanted);
            case ARRAY_CONTAINS_ANY ->
                value -> several.stream()
                        .anyMatch(one -> contains(value.getArrayValue().getValuesList(), one));
            default -> throw Refusal.invalid("A field filter without an operator");
        };
        Refusal.unless(several.size() <= DISJUNCTIONS, "A query has at most 30 disjunctions");
        return document -> path.in(document).filter(test).isPresent();
    }

    private static boolean sameType(Value a, Value b) {
        return Values.rank(a) == Values.rank(b);
    }

    /** Null and NaN equal nothing in a list (firebase-js-sdk, test/integration/api/query.test.ts, "can use IN filters"). */
    private static boolean contains(List<Value> values, Value wanted) {
        return !wanted.hasNullValue()
                && !Values.isNaN(wanted)
                && values.stream().anyMatch(value -> Values.equal(value, wanted));
    }

    /** Equal and unequal to null or NaN are what the unary filters are (nodejs-firestore, system test "supports !="). */
    private static Optional<Predicate<Document>> unary(
            FieldFilter.Operator operator, FieldReference field, Value wanted) {
        boolean isNull = wanted.hasNullValue();
        if (!isNull && !Values.isNaN(wanted)) {
            return Optional.empty();
        }
        UnaryFilter.Builder same = UnaryFilter.newBuilder().setField(field);
        return switch (operator) {
            case EQUAL ->
                Optional.of(unary(same.setOp(isNull ? UnaryFilter.Operator.IS_NULL : UnaryFilter.Operator.IS_NAN)
                        .build()));
            case NOT_EQUAL ->
                Optional.of(
                        unary(same.setOp(isNull ? UnaryFilter.Operator.IS_NOT_NULL : UnaryFilter.Operator.IS_NOT_NAN)
                                .build()));
            default -> Optional.empty();
        };
    }

    /** The service accepts null and NaN for all operators; its answer is known only for those above and for lists. */
    private static void checkComparable(FieldFilter.Operator operator, Value wanted) {
        boolean ofOneValue = switch (operator) {
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> true;
            case EQUAL, NOT_EQUAL, IN, NOT_IN, ARRAY_CONTAINS, ARRAY_CONTAINS_ANY, OPERATOR_UNSPECIFIED, UNRECOGNIZED ->
                false;
        };
        if (ofOneValue && (wanted.hasNullValue() || Values.isNaN(wanted))) {
            throw Refusal.unimplemented("comparisons with null or NaN");
        }
    }

    private static void collect(Filter filter, List<Equality> equalities, Map<FieldPath, Range> ranges) {
        if (filter.hasCompositeFilter() && filter.getCompositeFilter().getOp() == CompositeFilter.Operator.AND) {
            filter.getCompositeFilter().getFiltersList().forEach(part -> collect(part, equalities, ranges));
        } else if (filter.hasFieldFilter()) {
            FieldPath field = FieldPath.of(filter.getFieldFilter().getField().getFieldPath());
            Value value = filter.getFieldFilter().getValue();
            switch (filter.getFieldFilter().getOp()) {
                case EQUAL -> equalities.add(new Equality(field, value));
                case GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                    ranges.merge(field, new Range(field, Optional.of(value), Optional.empty()), Range::and);
                case LESS_THAN, LESS_THAN_OR_EQUAL ->
                    ranges.merge(field, new Range(field, Optional.empty(), Optional.of(value)), Range::and);
                default -> {
                    // This condition selects no candidates.
                }
            }
        }
    }

    private static void collectFields(Filter filter, TreeSet<String> inequalities, TreeSet<String> fields) {
        if (filter.hasCompositeFilter()) {
            filter.getCompositeFilter().getFiltersList().forEach(part -> collectFields(part, inequalities, fields));
        } else if (filter.hasUnaryFilter()) {
            String path = filter.getUnaryFilter().getField().getFieldPath();
            fields.add(path);
            if (filter.getUnaryFilter().getOp() == UnaryFilter.Operator.IS_NOT_NULL
                    || filter.getUnaryFilter().getOp() == UnaryFilter.Operator.IS_NOT_NAN) {
                inequalities.add(path);
            }
        } else {
            String path = filter.getFieldFilter().getField().getFieldPath();
            fields.add(path);
            switch (filter.getFieldFilter().getOp()) {
                case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL, NOT_EQUAL, NOT_IN ->
                    inequalities.add(path);
                default -> {
                    // This condition orders nothing.
                }
            }
        }
    }
}
