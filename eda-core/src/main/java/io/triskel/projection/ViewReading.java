package io.triskel.projection;

import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.projection.ReadModel.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Reads from the current generation, and again if a rebuild switched meanwhile. */
final class ViewReading<R> {
    private static final int MOST_TRIES = 8;

    private final String projection;
    private final CurrentGenerations current;
    private final IntFunction<Generation<R>> generations;

    ViewReading(String projection, CurrentGenerations current, IntFunction<Generation<R>> generations) {
        this.projection = projection;
        this.current = current;
        this.generations = generations;
    }

    Map<String, Long> total(String total) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int generation = current.now().active();
            Generation.Sum sum = generations.apply(generation).total(total);
            Generations now = sum.pages() > 1 ? current.ask() : current.now();
            if (now.active() == generation) {
                return sum.amounts();
            }
        }
        throw switchedTooOften();
    }

    Page<R> page(Optional<String> after, Function<PageToken, Page<Row>> read) {
        if (after.isEmpty()) {
            return read(generation -> decode(generation, read.apply(new PageToken(generation, Optional.empty()))));
        }
        PageToken place = PageToken.parse(after.get());
        Page<Row> page = read.apply(place);
        if (!current.stillKept(place.generation())) {
            throw new IllegalArgumentException("The rows of " + projection + " were rebuilt since the previous "
                    + "page, and generation " + place.generation() + " is gone: begin at the first page");
        }
        return decode(place.generation(), page);
    }

    private Page<R> decode(int generation, Page<Row> page) {
        Generation<R> reader = generations.apply(generation);
        List<R> rows = page.items().stream()
                .flatMap(row -> reader.decode(Optional.of(row)).stream())
                .toList();
        return new Page<>(rows, new PageToken(generation, page.next()).text());
    }

    /** Reads from the current generation, and again if the removal of its rows began meanwhile. */
    <T> T read(Function<Integer, T> from) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int generation = current.now().active();
            T found = from.apply(generation);
            if (current.stillKept(generation)) {
                return found;
            }
        }
        throw switchedTooOften();
    }

    private PortException switchedTooOften() {
        return new PortException("The generation of " + projection + " changed on each of " + MOST_TRIES
                + " tries to read it; retry when no rebuild is ending");
    }
}
