package io.triskel.orders.run;

import io.triskel.console.Console;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
    public Running begin(View<?> view) {
        if (!isOver.getAsBoolean()) {
            throw new IllegalStateException("The run is not over yet: it rebuilds the view itself");
        }
        view.unfinishedRebuild(generation -> {}).ifPresent(left -> {
            while (left.mayEnd() && left.dropOld(PAGE) > 0) {
                // until none is left
            }
        });
        AtomicLong read = new AtomicLong();
        History past = histories.get();
        Rebuild<?> rebuild = view.rebuild(
                (after, limit) -> {
                    Page<Envelope<?>> page = past.read(after, limit);
                    read.addAndGet(page.items().size());
                    return page;
                },
                generation -> {});
        return new FromHistory(rebuild, histories.get(), read);
    }

    /** A rebuild, and a second reading of the history, which goes on where its last page began. */
    private static final class FromHistory implements Running {
        private final Rebuild<?> rebuild;
        private final History history;
        private final AtomicLong read;
        private Optional<String> after = Optional.empty();

        FromHistory(Rebuild<?> rebuild, History history, AtomicLong read) {
            this.rebuild = rebuild;
            this.history = history;
            this.read = read;
        }

        @Override
        public Rebuild<?> rebuild() {
            return rebuild;
        }

        @Override
        public long read() {
            return read.get();
        }

        /** A row knows the revision that it shows, so that an event that was applied before changes nothing. */
        @Override
        public boolean readBus() {
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
