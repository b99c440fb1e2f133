package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.consume.EventHandler;
import io.triskel.consume.NotYetException;
import io.triskel.event.Pattern;
import java.util.function.IntConsumer;

/**
 * Builds the next generation of a projection beside the one that is read, then switches.
 *
 * <p>In this order: a subscription of its own, from the bus's oldest position, so that nothing falls between archive and
 * bus; the history to its end; only then the bus, since an event applied before its predecessors would make them look like
 * repeats; the switch, once the subscription has caught up. What history and bus both have is recognised by revision. How
 * far it got is kept in the read model, so another process may go on.
 */
public final class Rebuild<R> {
    private final Projection<R> projection;
    private final ReadModel readModel;
    private final History history;
    private final GenerationStore generations;
    private final int generation;
    private final ProjectionHandler<R> handler;

    private Rebuild(
            Projection<R> projection,
            ReadModel readModel,
            StateCodec codec,
            History history,
            GenerationStore generations,
            int generation) {
        this.projection = projection;
        this.readModel = readModel;
        this.history = history;
        this.generations = generations;
        this.generation = generation;
        this.handler = new ProjectionHandler<>(projection, readModel, codec, generation);
    }

    /**
     * Begins a rebuild, or goes on with the one that was begun.
     *
     * @param subscribe is given the generation's number and has returned once the bus keeps for {@link #handler} whatever
     *     is published from now on; called again when a rebuild goes on
     */
    public static <R> Rebuild<R> begin(
            IntConsumer subscribe, Projection<R> projection, ReadModel readModel, StateCodec codec, History history) {
        GenerationStore generations = new GenerationStore(projection.name(), readModel, codec);
        int generation = generations.change(Generations::begin).building().orElseThrow();
        subscribe.accept(generation);
        return new Rebuild<>(projection, readModel, codec, history, generations, generation);
    }

    /** {@return the number of the generation that is being built} */
    public int generation() {
        return generation;
    }

    /**
     * Reads one page of the history into the new generation.
     *
     * @param limit most events of this step, 1 or more
     * @return whether there is more to read
     */
    public boolean step(int limit) {
        Generations now = current();
        if (now.historyRead()) {
            return false;
        }
        History.Page page = history.read(now.historyAfter(), limit);
        page.events().stream()
                .filter(event -> event.pattern() instanceof Pattern.Sourced)
                .forEach(handler::apply);
        generations.change(there -> isThis(there) ? there.readTo(page.next()) : there);
        return page.next().isPresent();
    }

    /** {@return what the new generation's subscription is to be handled with; "not yet" until the history is read} */
    public EventHandler<Object> handler() {
        return (event, handling) -> {
            if (!historyRead()) {
                throw new NotYetException("Generation " + generation + " of " + projection.name()
                        + " still reads its history, the bus has to wait");
            }
            handler.handle(event, handling);
        };
    }

    /**
     * Has the new generation read from now on; call it when the subscription has caught up.
     *
     * @throws IllegalStateException if the history was not read to its end
     */
    public void complete() {
        generations.change(there -> {
            if (isThis(there) && !there.historyRead()) {
                throw new IllegalStateException("Generation " + generation + " of " + projection.name()
                        + " has not read its history to the end: step until there is no more");
            }
            return isThis(there) ? there.switched() : there;
        });
    }

    /**
     * Removes rows of the generation before this one, when nothing reads or writes it any more.
     *
     * @param limit most rows of this call
     * @return how many were removed; 0 when none is left
     * @throws IllegalStateException if that generation is still the one that is read
     */
    public int dropOld(int limit) {
        int old = generation - 1;
        if (generations.load().active() == old) {
            throw new IllegalStateException("Generation " + old + " of " + projection.name()
                    + " is still read: complete the rebuild before the old rows go");
        }
        int rows = readModel.drop(Tables.rows(projection, old), limit);
        return rows < limit ? rows + readModel.drop(Tables.contributions(projection, old), limit - rows) : rows;
    }

    private Generations current() {
        Generations now = generations.load();
        if (!isThis(now)) {
            throw new IllegalStateException(
                    "Generation " + generation + " of " + projection.name() + " is not being built any more");
        }
        return now;
    }

    private boolean historyRead() {
        Generations now = generations.load();
        return now.active() >= generation || (isThis(now) && now.historyRead());
    }

    private boolean isThis(Generations there) {
        return there.building().filter(building -> building == generation).isPresent();
    }
}
