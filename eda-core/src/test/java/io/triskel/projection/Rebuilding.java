package io.triskel.projection;

import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.projection.OrderRows.OrderRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The setting of the tests about rebuilds: a clock by hand, a log of all events, processes that share a read model. */
final class Rebuilding {
    static final Duration HANDED_OVER = Generations.USUAL_CACHE_AGE.plus(Generations.MARGIN);

    final WatchedReadModel readModel = new WatchedReadModel();
    final List<Envelope<?>> log = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** A process that was just started and has asked for nothing yet. */
    View<OrderRow> process() {
        return process(new OrderRows());
    }

    <R> View<R> process(Projection<R> projection) {
        return OrderRows.view(projection, readModel).clock(() -> now).build();
    }

    /** Applies an event as live delivery does, and keeps it in the log. */
    void live(View<?> view, Envelope<?> event) {
        log.add(event);
        OrderRows.apply(view, event);
    }

    <R> Rebuild<R> begin(View<R> view) {
        return view.rebuild(this::history, generation -> {});
    }

    <R> Rebuild<R> read(Rebuild<R> rebuild) {
        boolean more = true;
        while (more) {
            more = rebuild.step(2);
        }
        return rebuild;
    }

    <R> Rebuild<R> completed(View<R> view) {
        Rebuild<R> rebuild = read(begin(view));
        rebuild.complete();
        return rebuild;
    }

    void finish(Rebuild<?> rebuild) {
        now = now.plus(HANDED_OVER);
        boolean more = true;
        while (more) {
            more = rebuild.dropOld(100) > 0;
        }
    }

    Page<Envelope<?>> history(Optional<String> after, int limit) {
        int from = after.map(Integer::valueOf).orElse(0);
        int to = Math.min(log.size(), from + limit);
        return new Page<>(
                log.subList(from, to), to == log.size() ? Optional.empty() : Optional.of(Integer.toString(to)));
    }
}
