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
 * Describes a read model: which row an event's stream has and what the event makes of it. Pure; no method does I/O.
 *
 * @param <R> the row, a record that {@code codec.StateCodec} can encode
 */
public interface Projection<R> {
    /**
     * {@return a projection put together from functions}
     *
     * @param rowType the class of the row
     * @param events the class of the events that it shows, such as a sealed interface
     * @param first the row before any event
     * @param evolve what an event's data makes of the row
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

    /** {@return the read model's name, the stem of its tables' names} */
    String name();

    /** {@return the class of the row} */
    Class<R> rowType();

    /**
     * {@return the classes of the events that it shows, such as a sealed interface of events; with none, the builder of its
     * {@link View} names them}
     */
    default List<Class<?>> events() {
        return List.of();
    }

    /**
     * Applies an event of the row's stream. Events come in revision order; those of types that the consumer does not
     * subscribe to are missing, so revisions may have gaps.
     *
     * @param row empty if there is none or it is gone
     * @return the row after the event; empty to have none
     */
    Optional<R> evolve(Optional<R> row, Envelope<?> event);

    /**
     * {@return by name of the index, the value under which this row shall be found} A value that is null fails the event;
     * an index that is left out does not find the row.
     */
    default Map<String, String> indexKeys(R row) {
        return Map.of();
    }

    /** {@return what this row adds to totals, at most one contribution per total} */
    default List<Contribution> contributions(R row) {
        return List.of();
    }

    /**
     * {@return the person whose data the row and its index keys hold, by whom the row is found when that person is to be
     * forgotten} A projection of personal data has to override it, or its {@link View} is refused; it answers empty if no
     * row holds any in plain text.
     */
    default Optional<String> subject(R row) {
        return Optional.empty();
    }

    /**
     * {@return what may remain of a row when its subject is forgotten; by default nothing} Contributions stay, but for those
     * {@linkplain Contribution#about about} the subject.
     */
    default Optional<R> erase(R row) {
        return Optional.empty();
    }

    /**
     * One stream's addition to a total across streams, such as an order's share of a product's revenue.
     *
     * @param total the total's name, such as the product's id, 1 to 128 characters
     * @param amounts by measure, such as {@code revenue} in cents and {@code units}
     * @param subject the person whose data name or amounts are; empty if they are nobody's
     */
    record Contribution(String total, Map<String, Long> amounts, Optional<String> subject) {
        public Contribution {
            if (total == null) {
                throw new IllegalArgumentException(
                        "A total's name is null: name the total, or leave the contribution out"
                                + " of Projection.contributions for a row that adds nothing");
            }
            if (total.isBlank() || total.length() > 128) {
                throw new IllegalArgumentException(
                        "A total's name has 1 to 128 characters, this one has " + total.length());
            }
            amounts = Map.copyOf(amounts);
        }

        /** A contribution without personal data: it stays when people are forgotten. */
        public Contribution(String total, Map<String, Long> amounts) {
            this(total, amounts, Optional.empty());
        }

        /** {@return the same as personal data of this subject, erased when that person is to be forgotten} */
        public Contribution about(String person) {
            return new Contribution(total, amounts, Optional.of(person));
        }
    }

    /**
     * A projection put together from functions; {@link #of} begins it. Immutable: each method returns a new
     * projection.
     *
     * @param <R> the row
     */
    final class SimpleProjection<R> implements Projection<R> {
        private final Rows<R> rows;
        private final Map<String, Function<R, String>> indexes;
        private final List<Function<R, Contribution>> totals;
        private final Optional<Function<R, Optional<String>>> subject;
        private final Function<R, Optional<R>> rest;

        /** What no method changes. */
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
         * {@return the same, whose rows are found by this index too}
         *
         * @param key the value under which a row shall be found, never null
         */
        public SimpleProjection<R> indexedBy(String index, Function<R, String> key) {
            Map<String, Function<R, String>> more = new HashMap<>(indexes);
            more.put(index, key);
            return new SimpleProjection<>(rows, more, totals, subject, rest);
        }

        /** {@return the same, with each row's amount added to this total as this measure} */
        public SimpleProjection<R> totalling(String total, String measure, ToLongFunction<R> amount) {
            List<Function<R, Contribution>> more = new ArrayList<>(totals);
            more.add(row -> new Contribution(total, Map.of(measure, amount.applyAsLong(row))));
            return new SimpleProjection<>(rows, indexes, more, subject, rest);
        }

        /** {@return the same, whose rows and index keys hold data of this person; see {@link Projection#subject}} */
        public SimpleProjection<R> subject(Function<R, Optional<String>> person) {
            return new SimpleProjection<>(rows, indexes, totals, Optional.of(person), rest);
        }

        /** {@return the same, with this left of a row when its subject is forgotten, in place of nothing} */
        public SimpleProjection<R> erasedTo(UnaryOperator<R> remains) {
            return new SimpleProjection<>(rows, indexes, totals, subject, row -> Optional.of(remains.apply(row)));
        }

        boolean namesSubject() {
            return subject.isPresent();
        }

        /** {@return all that it is but for its functions, which cannot be compared} */
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
