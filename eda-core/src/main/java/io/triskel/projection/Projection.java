package io.triskel.projection;

import io.triskel.event.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * Describes a read model: how an event changes its stream's row. Pure; no method does I/O.
 *
 * @param <R> the row, a record that {@code codec.StateCodec} can encode
 */
public interface Projection<R> {
    /**
     * {@return a projection of functions}
     *
     * @param rowType the class of the row
     * @param events the class of its events, such as a sealed interface
     * @param first the row before any event
     * @param evolve applies an event's data to the row
     */
    static <R, E> SimpleProjection<R> of(
            String name, Class<R> rowType, Class<E> events, R first, BiFunction<R, E, R> evolve) {
        return new SimpleProjection<>(
                new SimpleProjection.Rows<>(
                        name,
                        rowType,
                        List.of(events),
                        (row, event) -> evolve.apply(row.orElse(first), events.cast(event.data()))),
                Map.of(),
                List.of(),
                Optional.empty(),
                rest -> Optional.empty());
    }

    /** {@return the read model's name, the prefix of its tables' names} */
    String name();

    /** {@return the class of the row} */
    Class<R> rowType();

    /**
     * {@return the classes of its events, such as a sealed interface; if empty, the builder of its {@link View} names them}
     */
    default List<Class<?>> events() {
        return List.of();
    }

    /**
     * Applies an event of the row's stream. Events arrive in revision order, with gaps for types that the consumer does not
     * subscribe to.
     *
     * @param row empty if there is none or it was removed
     * @return the row after the event; empty to remove it
     */
    Optional<R> evolve(Optional<R> row, Envelope<?> event);

    /**
     * {@return the row's keys, by name of the index} A null key fails the event; an omitted index does not find the row.
     */
    default Map<String, String> indexKeys(R row) {
        return Map.of();
    }

    /** {@return this row's contributions to totals, at most one per total} */
    default List<Contribution> contributions(R row) {
        return List.of();
    }

    /**
     * {@return the person whose data the row and its index keys hold, by which the row is found to erase it} A projection
     * of personal data must override this, or its {@link View} is rejected; it returns empty if no row has personal data in
     * plain text.
     */
    default Optional<String> subject(R row) {
        return Optional.empty();
    }

    /**
     * {@return the row without its forgotten subject's data; by default nothing} Contributions stay, except those
     * {@linkplain Contribution#about about} the subject.
     */
    default Optional<R> erase(R row) {
        return Optional.empty();
    }

    /**
     * One stream's contribution to a total across streams, such as an order's share of a product's revenue.
     *
     * @param total the total's name, such as the product's id, 1 to 128 characters
     * @param amounts by measure, such as {@code revenue} in cents and {@code units}
     * @param subject the person whose data the name or the amounts are, if any
     */
    record Contribution(String total, Map<String, Long> amounts, Optional<String> subject) {
        public Contribution {
            if (total == null) {
                throw new IllegalArgumentException(
                        "A total's name is null: set it, or omit the contribution from Projection.contributions for "
                                + "a row that adds nothing");
            }
            if (total.isBlank() || total.length() > 128) {
                throw new IllegalArgumentException(
                        "A total's name must have 1 to 128 characters, this one has " + total.length());
            }
            amounts = Map.copyOf(amounts);
        }

        /** Makes a contribution without personal data, which stays when people are forgotten. */
        public Contribution(String total, Map<String, Long> amounts) {
            this(total, amounts, Optional.empty());
        }

        /** {@return a copy as personal data of this subject, erased when the person is forgotten} */
        public Contribution about(String person) {
            return new Contribution(total, amounts, Optional.of(person));
        }
    }

    /**
     * A projection of functions; see {@link #of}. Immutable: each method returns a new projection.
     *
     * @param <R> the row
     */
    final class SimpleProjection<R> implements Projection<R> {
        private final Rows<R> rows;
        private final Map<String, Function<R, String>> indexes;
        private final List<Function<R, Contribution>> totals;
        private final Optional<Function<R, Optional<String>>> subject;
        private final Function<R, Optional<R>> rest;

        /** The parts that no method changes. */
        private record Rows<R>(
                String name, Class<R> type, List<Class<?>> events, BiFunction<Optional<R>, Envelope<?>, R> evolve) {}

        private SimpleProjection(
                Rows<R> rows,
                Map<String, Function<R, String>> indexes,
                List<Function<R, Contribution>> totals,
                Optional<Function<R, Optional<String>>> subject,
                Function<R, Optional<R>> rest) {
            this.rows = rows;
            this.indexes = Map.copyOf(indexes);
            this.totals = List.copyOf(totals);
            this.subject = subject;
            this.rest = rest;
        }

        /**
         * {@return a copy with this index}
         *
         * @param key the row's key in the index, never null
         */
        public SimpleProjection<R> indexedBy(String index, Function<R, String> key) {
            Map<String, Function<R, String>> more = new HashMap<>(indexes);
            more.put(index, key);
            return new SimpleProjection<>(rows, more, totals, subject, rest);
        }

        /** {@return a copy that adds each row's amount to this total, as this measure} */
        public SimpleProjection<R> totalling(String total, String measure, ToLongFunction<R> amount) {
            List<Function<R, Contribution>> more = new ArrayList<>(totals);
            more.add(row -> new Contribution(total, Map.of(measure, amount.applyAsLong(row))));
            return new SimpleProjection<>(rows, indexes, more, subject, rest);
        }

        /** {@return a copy whose rows and index keys hold data of this person; see {@link Projection#subject}} */
        public SimpleProjection<R> subject(Function<R, Optional<String>> person) {
            return new SimpleProjection<>(rows, indexes, totals, Optional.of(person), rest);
        }

        /** {@return a copy that keeps this of a row when its subject is forgotten} */
        public SimpleProjection<R> erasedTo(UnaryOperator<R> remains) {
            return new SimpleProjection<>(rows, indexes, totals, subject, row -> Optional.of(remains.apply(row)));
        }

        boolean namesSubject() {
            return subject.isPresent();
        }

        /** {@return all parts except functions, which cannot be compared} */
        List<Object> shape() {
            return List.of(rows.events(), indexes.keySet(), totals.size());
        }

        @Override
        public String name() {
            return rows.name();
        }

        @Override
        public Class<R> rowType() {
            return rows.type();
        }

        @Override
        public List<Class<?>> events() {
            return rows.events();
        }

        @Override
        public Optional<R> evolve(Optional<R> row, Envelope<?> event) {
            return Optional.of(rows.evolve().apply(row, event));
        }

        @Override
        public Map<String, String> indexKeys(R row) {
            Map<String, String> keys = new HashMap<>();
            indexes.forEach((index, key) -> keys.put(index, key.apply(row)));
            return keys;
        }

        @Override
        public Optional<String> subject(R row) {
            return subject.flatMap(person -> person.apply(row));
        }

        @Override
        public Optional<R> erase(R row) {
            return rest.apply(row);
        }

        @Override
        public List<Contribution> contributions(R row) {
            return totals.stream().map(total -> total.apply(row)).toList();
        }
    }
}
