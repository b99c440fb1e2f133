package io.triskel.projection;

import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Builds a projection's next generation while the current one is read, then switches; {@link View#rebuild} begins it.
 *
 * <p>The order matters. Subscribe from the bus's oldest position, so that no event is lost between archive and bus. Read
 * the history to its end ({@link #step}). Only then take events from the bus: an event applied before its predecessors
 * would make them look like duplicates. Switch ({@link #complete}) once the subscription has caught up. Handlers of other
 * processes may use the previous generation for their cache age, so keep the subscription until {@link #endsAt}; then
 * remove it and the old rows ({@link #dropOld}). Events are deduplicated by their revision. The read model stores the
 * rebuild's progress, so another process may continue.
 */
public final class Rebuild<R> implements ConsumerSpec {
    private static final int PAGE = 500;

    private final View<R> view;
    private final History history;
    private final int generation;
    private final Generation<R> rows;

    Rebuild(View<R> view, History history, int generation) {
        this.view = view;
        this.history = history;
        this.generation = generation;
        this.rows = view.generation(generation);
    }

    /** {@return the view's name and the generation: the new generation has its own consumer} */
    @Override
    public String name() {
        return view.name() + ".g" + generation;
    }

    @Override
    public Owner owner() {
        return new Owner(Owner.REBUILD, view.owner());
    }

    /** {@return the number of the generation of a view that is read} */
    public static int active(View<?> view) {
        return view.store().load().active();
    }

    /** {@return the number of the generation of a view that any process builds} */
    public static Optional<Integer> building(View<?> view) {
        return view.store().load().building();
    }

    /** {@return when the rows of a view's replaced or abandoned generation may be removed, if they still exist} */
    public static Optional<Instant> oldRowsUntil(View<?> view) {
        return view.store().load().handedOverAt();
    }

    /** {@return the number of the generation that is being built} */
    public int generation() {
        return generation;
    }

    /**
     * Reads one page of the history into the new generation, or erases some forgotten subjects from it.
     *
     * @param limit the most events, or subjects, of this step, at least 1
     * @return whether there is more to do
     * @throws IllegalStateException if the rebuild was abandoned
     * @throws IllegalArgumentException if the history has an event that live delivery would have parked; the message names it
     */
    public boolean step(int limit) {
        return step(limit, Runnable::run);
    }

    /**
     * As {@link #step(int)}, writing up to {@value RowsSideBySide#MOST} rows at a time, because a rebuild mostly waits for
     * its store. The events of a row are applied in order, with one write per page.
     *
     * @param rows runs part of the rows; the caller runs the others
     */
    public boolean step(int limit, Executor rows) {
        Generations now = notGivenUp(view.store().load());
        if (!now.builds(generation) || now.readyForBus()) {
            return false;
        }
        return now.historyRead() ? eraseForgotten(now, limit) : readHistory(now, limit, rows);
    }

    /**
     * Reads the rest of the history into the new generation and erases forgotten subjects from it, for a short history.
     *
     * @return this rebuild
     * @throws IllegalStateException as {@link #step}
     */
    public Rebuild<R> toEnd() {
        boolean more = true;
        while (more) {
            more = step(PAGE);
        }
        return this;
    }

    private boolean readHistory(Generations now, int limit, Executor executor) {
        Page<Envelope<?>> page = history.read(now.historyAfter(), limit);
        Map<String, List<Feed.Fact>> byRow = new LinkedHashMap<>();
        for (Envelope<?> event : page.items()) {
            view.feed().forgotten(event).ifPresent(view.forgotten()::add);
            view.feed()
                    .past(event)
                    .ifPresent(fact -> byRow.computeIfAbsent(fact.row(), row -> new ArrayList<>())
                            .add(fact));
        }
        RowsSideBySide.run(byRow, rows::applyPast, executor);
        advance(now, now.readTo(page.next()));
        return true;
    }

    private boolean eraseForgotten(Generations now, int limit) {
        Optional<String> after = now.sweep().flatMap(Generations.Sweep::after);
        Page<String> page = view.forgotten().page(after, limit);
        page.items().forEach(rows::erase);
        advance(now, now.sweptTo(page.next()));
        return page.next().isPresent();
    }

    /** Writes nothing if the progress has changed: another process did this step or more, which must not be undone. */
    private void advance(Generations from, Generations to) {
        view.store().change(there -> there.equals(from) ? to : there);
    }

    /**
     * Adds the handlers of the new generation's subscription. They throw {@link NotYetException} until the history is read,
     * and do nothing once the generation is abandoned or replaced.
     */
    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
        return view.subscribe(consumer, (event, handling) -> apply(event));
    }

    /**
     * Applies an event of the new generation's subscription.
     *
     * @return whether it changed anything
     * @throws NotYetException until the history is read
     */
    public boolean apply(Envelope<?> event) throws NotYetException {
        Optional<Feed.Fact> fact = view.feed().live(event);
        if (fact.isEmpty()) {
            return false;
        }
        Generations now = view.current().now();
        if (!takesEvents(now)) {
            now = view.current().ask();
        }
        if (now.builds(generation) && !now.readyForBus()) {
            throw new NotYetException("Generation " + generation + " of " + view.name()
                    + " still reads its history, so events of the bus wait");
        }
        return takesEvents(now) && rows.apply(fact.get().row(), List.of(fact.get()), Optional.empty());
    }

    private boolean takesEvents(Generations now) {
        return now.active() == generation || (now.builds(generation) && now.readyForBus());
    }

    /**
     * Compares a page of rows of the previous generation with those of the new one, before the switch or after it. All
     * pages together also find rows that only the new generation has. Reads each row of the page in both.
     *
     * @param after {@link RebuildComparison#next} of the previous page; empty for the first page
     * @param limit the most rows of this page, at least 1
     * @throws IllegalStateException if the previous generation's rows are gone, or the rebuild was abandoned
     */
    public RebuildComparison compare(Optional<String> after, int limit) {
        Generations now = notGivenUp(view.store().load());
        Optional<Integer> previous = now.builds(generation)
                ? Optional.of(now.active())
                : now.retired().filter(retired -> now.active() == generation);
        if (previous.isEmpty()) {
            throw new IllegalStateException(
                    "Generation " + generation + " of " + view.name() + " has no previous rows to compare with");
        }
        return new Comparing<>(view.generation(previous.get()), rows).page(after, limit);
    }

    /**
     * Switches readers and live handlers to the new generation. Call it when the subscription has caught up and its
     * consumer has nothing parked, and keep the subscription until {@link #endsAt}. Calling it again, in any process,
     * changes nothing.
     *
     * @return when the subscription may end
     * @throws IllegalStateException if the history was not read to its end, or the rebuild was abandoned
     */
    public Instant complete() {
        Instant now = view.clock().instant();
        view.store().change(there -> {
            if (notGivenUp(there).builds(generation) && !there.readyForBus()) {
                throw new IllegalStateException("Generation " + generation + " of " + view.name()
                        + " has not read its history to the end: call step until it returns false");
            }
            return there.builds(generation) ? there.switched(generation, now) : there;
        });
        view.current().ask();
        return endsAt().orElse(now);
    }

    /**
     * Returns when the subscription may end, if it has handled all events published until then: the switch, plus the
     * longest cache age of any {@link View} of the projection, plus 10 s for clock differences and requests in flight.
     *
     * @return the moment; empty before the switch, and when the old rows are gone
     */
    public Optional<Instant> endsAt() {
        Generations now = view.store().load();
        return now.active() == generation ? now.handedOverAt() : Optional.empty();
    }

    /** {@return whether the generation is active and no process uses the previous one} */
    public boolean mayEnd() {
        Generations now = view.store().load();
        return now.active() >= generation && isOver(now);
    }

    private boolean isOver(Generations now) {
        return view.isSingleProcess()
                || now.handedOverAt()
                        .filter(end -> view.clock().instant().isBefore(end))
                        .isEmpty();
    }

    /**
     * Abandons the generation that is being built, for example because its subscription was lost or its history was wrong.
     * The next rebuild begins with another number, once {@link #dropOld} has removed the rows.
     *
     * @throws IllegalStateException if the generation is already active
     */
    public void abandon() {
        Instant now = view.clock().instant();
        view.store().change(there -> {
            if (there.active() >= generation) {
                throw new IllegalStateException("Generation " + generation + " of " + view.name()
                        + " is already active and cannot be abandoned: rebuild again");
            }
            return there.builds(generation) ? there.abandoned(generation, now) : there;
        });
    }

    /**
     * Removes rows of the replaced or abandoned generation; call it when the subscription has ended. From the first call
     * on, live handlers no longer wait for the subscription, and page tokens of the old generation are rejected.
     *
     * @param limit the most rows of this call
     * @return how many were removed; 0 when none is left, and the next rebuild may begin
     * @throws IllegalStateException before the switch, or before all processes have noticed it
     */
    public int dropOld(int limit) {
        Generations now = view.store().change(there -> {
            if (there.builds(generation)) {
                throw new IllegalStateException("The generation before " + generation + " of " + view.name()
                        + " is still active: complete the rebuild before you drop its rows");
            }
            if (!isOver(there)) {
                throw new IllegalStateException("Handlers and readers may still use the old generation of "
                        + view.name()
                        + " until " + there.handedOverAt().orElseThrow() + ": keep its rows until then");
            }
            return there.dropping();
        });
        if (now.handover().isEmpty()) {
            return 0;
        }
        int dropped = view.generation(now.handover().get().generation()).drop(limit);
        if (dropped == 0) {
            view.store().change(there -> there.handover().equals(now.handover()) ? there.dropped() : there);
        }
        return dropped;
    }

    private Generations notGivenUp(Generations there) {
        if (!there.builds(generation) && there.active() < generation) {
            throw new IllegalStateException("Generation " + generation + " of " + view.name()
                    + " was abandoned: drop its rows, then begin another rebuild");
        }
        return there;
    }
}
