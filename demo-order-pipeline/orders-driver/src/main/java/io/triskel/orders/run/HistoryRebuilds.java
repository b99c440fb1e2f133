package io.triskel.orders.run;

import io.triskel.console.Console;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Rebuilds the order view of a demo from its whole history, which also has the events that come meanwhile.
 *
 * @param histories readers of all events since the beginning
 * @param isOver whether the run is over, which rebuilds the view itself
 */
record HistoryRebuilds(Supplier<History> histories, BooleanSupplier isOver) implements Console.Rebuilds {
    private static final int PAGE = 500;

    @Override
    public History history(View<?> view) {
        if (!isOver.getAsBoolean()) {
            throw new IllegalStateException("The run is not over yet: it rebuilds the view itself");
        }
        return histories.get();
    }

    @Override
    public Bus follow(Rebuild<?> rebuild) {
        return new SecondReading(rebuild, histories.get());
    }

    /** A second reading of the history, which goes on where its last page began. */
    private static final class SecondReading implements Bus {
        private final Rebuild<?> rebuild;
        private final History history;
        private Optional<String> after = Optional.empty();

        SecondReading(Rebuild<?> rebuild, History history) {
            this.rebuild = rebuild;
            this.history = history;
        }

        /** A row knows the revision that it shows, so that an event that was applied before changes nothing. */
        @Override
        public boolean read() {
            try {
                Page<Envelope<?>> page = history.read(after, PAGE);
                while (apply(page)) {
                    page = history.read(after, PAGE);
                }
                return true;
            } catch (NotYetException behind) {
                return false;
            }
        }

        private boolean apply(Page<Envelope<?>> page) throws NotYetException {
            for (Envelope<?> event : page.items()) {
                boolean unused = rebuild.apply(event);
            }
            after = page.next().isPresent() ? page.next() : after;
            return page.next().isPresent();
        }

        @Override
        public void close() {
            // The history is not subscribed to.
        }
    }
}
