package io.triskel.orders.run;

import io.triskel.hosting.operation.Past;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.History;
import io.triskel.projection.View;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A pipeline that a run can drive, on any target: each call is repeated by the target until it was carried out. Lines come
 * with their text, for targets that pass it on unchanged. Everything but the calls is done by the {@link Operator}, on all
 * targets alike.
 */
public interface DrivenPipeline extends AutoCloseable {
    /** {@return the pipeline's operator} */
    Operator operator();

    /** Publishes what a line says of a product. */
    void product(InputLine.ProductLine line, String text);

    /** Comes back once ordering's copy of the catalogue knows at least these versions of these products. */
    default void awaitCatalogue(Map<String, Long> versions) {
        operator().awaitCatalogue(versions);
    }

    /** {@return why the goods were not taken in; empty if they were} */
    Optional<String> stock(InputLine.StockLine line, String text);

    /** {@return why the order was not placed; empty if it was, or had been before} */
    CompletableFuture<Optional<String>> order(PlaceOrder request, String text);

    /** {@return how many orders may be under way to the pipeline at a time, 1 or more} */
    int ordersAtATime();

    /** Called between orders: a pipeline without threads works here. */
    void work();

    /** {@return whether the order was cancelled} */
    boolean cancel(String order);

    /**
     * Returns once only timers are left to wait for. Parked events are replayed, as an operator would do.
     *
     * @param heartbeat run about five times a second
     * @throws IllegalStateException if work is left that cannot be done
     */
    default void settle(Runnable heartbeat) {
        operator().settle(heartbeat);
    }

    /** Lets so much time pass, and fires the timers that are due then. */
    default void pass(Duration time) {
        operator().pass(time);
    }

    /**
     * Does what a clock and a bus's reader do, for a pipeline that stays up after its run; called about once a second. Parked events stay
     * parked, for a person to see.
     *
     * @param elapsed since the last call, by the wall clock
     */
    void carryOn(Duration elapsed);

    /** {@return how many events wait for which consumer; a consumer whose events nobody counts is absent} */
    default Map<String, Long> waiting() {
        return Map.of();
    }

    /** {@return the faults that a person can inject into this target, and those that this target cannot have} */
    default List<TargetFault> faults() {
        return List.of();
    }

    /**
     * {@return how many facts were committed and never published}
     *
     * @param orders the orders whose facts are looked at, at least
     */
    long lost(Collection<String> orders);

    /** {@return what the pipeline's figures are evidence of: {@code memory} or {@code emulator}} */
    default String evidence() {
        return "emulator";
    }

    /** {@return the bus, for people} */
    String busName();

    /** {@return the order view} */
    default View<OrderRow> view() {
        return operator().pipeline().view();
    }

    /** {@return all events since the beginning, to look for facts that happened twice} */
    History history();

    /**
     * {@return archive and bus, to rebuild the order view from; empty if {@link #history} is where it comes from} Comes back once the
     * archive has something, if there is anything to have.
     *
     * @throws IllegalStateException if the archive stays empty
     */
    Optional<Past> past();

    /** {@return how many orders have ended, as far as cheap counts tell} */
    default long ended() {
        return operator().ended();
    }

    /** {@return how many events there were so far, each once} */
    default long events() {
        return operator().events();
    }

    /**
     * {@return the figures of the run, which is over}
     *
     * @param orders all that the order view has
     */
    PipelineCounts figures(List<OrderRow> orders);

    @Override
    void close();
}
