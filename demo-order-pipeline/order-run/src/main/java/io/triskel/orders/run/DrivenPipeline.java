package io.triskel.orders.run;

import io.triskel.orders.input.InputLine;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.History;
import io.triskel.projection.View;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A pipeline that a run can drive, wherever it works: each call is repeated by the target until it was carried out. Lines come
 * with their text, for targets that pass it on as it is.
 */
public interface DrivenPipeline extends AutoCloseable {
    /** Publishes what a line says of a product. */
    void product(InputLine.ProductLine line, String text);

    /** Comes back once ordering's copy of the catalogue knows at least these versions of these products. */
    void awaitCatalogue(Map<String, Long> versions);

    /** {@return why the goods were not taken in; empty if they were} */
    Optional<String> stock(InputLine.StockLine line, String text);

    /** {@return why the order was not placed; empty if it was, or had been before} */
    CompletableFuture<Optional<String>> order(PlaceOrder request, String text);

    /** {@return how many orders may be under way to the pipeline at a time, 1 or more} */
    int ordersAtATime();

    /** Called between orders: a pipeline that has no threads of its own works here. */
    void work();

    /** {@return whether the order was cancelled} */
    boolean cancel(String order);

    /**
     * Comes back once nothing is left to do but to wait for timers. What was parked is replayed, as an operator would.
     *
     * @param heartbeat run now and then by whoever takes long
     * @throws IllegalStateException if something is left to do and cannot be done
     */
    void settle(Runnable heartbeat);

    /** Lets so much time pass, and fires what is due then. */
    void pass(Duration time);

    /** {@return the order view} */
    View<OrderRow> view();

    /** {@return all events since the beginning, to rebuild the order view from} */
    History history();

    /** {@return how many orders have ended, as far as can be told without asking for much} */
    long ended();

    /** {@return how many events there were so far, each once} */
    long events();

    /** {@return what can be counted now that the run is over} */
    Figures figures();

    @Override
    void close();
}
