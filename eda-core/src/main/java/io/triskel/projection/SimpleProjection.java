package io.triskel.projection;

import io.triskel.event.Envelope;
import io.triskel.projection.Projection.Contribution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A projection put together from functions; {@link Projection#of} begins it. Immutable: each method returns a new
 * projection.
 *
 * @param <R> the row
 */
public final class SimpleProjection<R> implements Projection<R> {
    private final String name;
    private final Class<R> rowType;
    private final List<Class<?>> events;
    private final BiFunction<Optional<R>, Envelope<?>, R> evolve;
    private final Map<String, Function<R, String>> indexes;
    private final List<Function<R, Contribution>> totals;

    SimpleProjection(
            String name,
            Class<R> rowType,
            List<Class<?>> events,
            BiFunction<Optional<R>, Envelope<?>, R> evolve,
            Map<String, Function<R, String>> indexes,
            List<Function<R, Contribution>> totals) {
        this.name = name;
        this.rowType = rowType;
        this.events = List.copyOf(events);
        this.evolve = evolve;
        this.indexes = Map.copyOf(indexes);
        this.totals = List.copyOf(totals);
    }

    /** {@return the same, whose rows are found by this index too} */
    public SimpleProjection<R> indexedBy(String index, Function<R, String> key) {
        Map<String, Function<R, String>> more = new HashMap<>(indexes);
        more.put(index, key);
        return new SimpleProjection<>(name, rowType, events, evolve, more, totals);
    }

    /** {@return the same, with each row's amount added to this total as this measure} */
    public SimpleProjection<R> totalling(String total, String measure, ToLongFunction<R> amount) {
        List<Function<R, Contribution>> more = new ArrayList<>(totals);
        more.add(row -> new Contribution(total, Map.of(measure, amount.applyAsLong(row))));
        return new SimpleProjection<>(name, rowType, events, evolve, indexes, more);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<R> rowType() {
        return rowType;
    }

    @Override
    public List<Class<?>> events() {
        return events;
    }

    @Override
    public Optional<R> evolve(Optional<R> row, Envelope<?> event) {
        return Optional.of(evolve.apply(row, event));
    }

    @Override
    public Map<String, String> indexKeys(R row) {
        Map<String, String> keys = new HashMap<>();
        indexes.forEach((index, key) -> keys.put(index, key.apply(row)));
        return keys;
    }

    @Override
    public List<Contribution> contributions(R row) {
        return totals.stream().map(total -> total.apply(row)).toList();
    }
}
