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
 * Builds the next generation of a projection beside the one that is read, then switches; {@link View#rebuild} begins it.
 *
 * <p>In this order: subscribe, from the bus's oldest position, so that no event falls between archive and bus; read the
 * history to its end ({@link #step}); only then take events from the bus, since an event applied before its predecessors
 * would make them look like repeats; switch ({@link #complete}) once the subscription has caught up. Handlers of other
 * processes may use the previous generation for their cache age, so the subscription goes on until {@link #endsAt}; then
 * remove it and the old rows ({@link #dropOld}). An event that comes from history, bus and live handlers is recognised by
 * its revision. The rebuild's progress is kept in the read model, so another process may go on.
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

    /** {@return the view's name and the generation: the new generation has a consumer of its own} */
    @Override
    public String name() {
        return view.name() + ".g" + generation;
    }

    @Override
    public Owner owner() {
        return new Owner(Owner.REBUILD, view.owner());
    }

    /** {@return the number of the generation that is being built} */
    public int generation() {
        return generation;
    }

    /**
     * Reads one page of the history into the new generation, or erases some forgotten subjects from it.
     *
     * @param limit most events, or subjects, of this step, 1 or more
     * @return whether there is more to do
     * @throws IllegalStateException if the rebuild was given up
     * @throws IllegalArgumentException if the history has an event that live delivery would have parked
     */
    public boolean step(int limit) {
        return step(limit, Runnable::run);
    }

    /**
     * As {@link #step(int)}, with up to {@value RowsSideBySide#MOST} rows being written at a time, since a rebuild waits for
     * its store most of the time. The events of a row are applied in their order, with one write per page.
     *
     * @param rows runs a part of the rows; the caller runs what it does not begin
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

    /** Writes nothing if the progress has changed: another process did this step, or more, and must not be set back. */
    private void advance(Generations from, Generations to) {
        view.store().change(there -> there.equals(from) ? to : there);
    }

    /**
     * Adds the handlers of the new generation's subscription; they answer "not yet" until the history is read. Once the
     * generation was given up or replaced they do nothing.
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
                    + " still reads its history, the bus has to wait");
        }
        return takesEvents(now) && rows.apply(fact.get());
    }

    private boolean takesEvents(Generations now) {
        return now.active() == generation || (now.builds(generation) && now.readyForBus());
    }

    /**
     * Switches readers and live handlers to the new generation. Call it when the subscription has caught up and nothing is
     * parked under its consumer, and keep the subscription until {@link #endsAt}. Calling again, in any process, changes
     * nothing.
     *
     * @return when the subscription may end
     * @throws IllegalStateException if the history was not read to its end, or the rebuild was given up
     */
    public Instant complete() {
        Instant now = view.clock().instant();
        view.store().change(there -> {
            if (notGivenUp(there).builds(generation) && !there.readyForBus()) {
                throw new IllegalStateException("Generation " + generation + " of " + view.name()
                        + " has not read its history to the end: step until there is no more");
            }
            return there.builds(generation) ? there.switched(generation, now) : there;
        });
        view.current().ask();
        return endsAt().orElse(now);
    }

    /**
     * When the subscription may end, if it has handled all that was published until then: the switch, the longest cache age
     * of any {@link View} of the projection, and 10 s for differing clocks and requests on their way.
     *
     * @return the moment; empty before the switch, and when the old rows are gone
     */
    public Optional<Instant> endsAt() {
        Generations now = view.store().load();
        return now.active() == generation ? now.handedOverAt() : Optional.empty();
    }

    /** {@return whether the generation is switched to, and no process uses the previous one any more} */
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
     * Gives up the generation that is being built: it is never read. The next rebuild begins anew, under another number,
     * once {@link #dropOld} has removed the rows. For a rebuild whose subscription was lost, or whose history was wrong.
     *
     * @throws IllegalStateException if the generation is read already
     */
    public void abandon() {
        Instant now = view.clock().instant();
        view.store().change(there -> {
            if (there.active() >= generation) {
                throw new IllegalStateException("Generation " + generation + " of " + view.name()
                        + " is read already and cannot be given up: rebuild once more");
            }
            return there.builds(generation) ? there.abandoned(generation, now) : there;
        });
    }

    /**
     * Removes rows of the generation that was replaced or given up; call it when the subscription has ended. From the first
     * call on live handlers do not wait for the subscription any more, and page tokens of the old generation are refused.
     *
     * @param limit most rows of this call
     * @return how many were removed; 0 when none is left, and the next rebuild may begin
     * @throws IllegalStateException before the switch, or before a process may have noticed it
     */
    public int dropOld(int limit) {
        Generations now = view.store().change(there -> {
            if (there.builds(generation)) {
                throw new IllegalStateException("The generation before " + generation + " of " + view.name()
                        + " is still read: complete the rebuild before the old rows go");
            }
            if (!isOver(there)) {
                throw new IllegalStateException("Handlers and readers may go by the old generation of " + view.name()
                        + " until " + there.handedOverAt().orElseThrow() + ", its rows have to stay until then");
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
                    + " was given up: drop its rows, then begin another rebuild");
        }
        return there;
    }
}
