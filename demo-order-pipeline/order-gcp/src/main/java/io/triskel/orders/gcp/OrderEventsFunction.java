package io.triskel.orders.gcp;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.gcp.functions.PubSubFunction;
import io.triskel.orders.function.FunctionRole;
import java.util.Objects;

/** Handles the topic's events for the consumer that the environment names. */
public final class OrderEventsFunction extends PubSubFunction {
    private final FunctionState running;

    /** Called by the runtime. */
    public OrderEventsFunction() {
        this(FunctionState.start(System.getenv(), FunctionRole.EVENTS));
    }

    private OrderEventsFunction(FunctionState running) {
        super(
                processor(running),
                running.ports().platform().codec(),
                running.ports().platform().clock(),
                FunctionState.TIME);
        this.running = running;
    }

    private static BatchProcessor processor(FunctionState running) {
        EventConsumer consumer = Objects.requireNonNull(
                running.pipeline().consumers().get(name(running)), "settings name a consumer that there is");
        return BatchProcessor.of(consumer)
                .codec(running.ports().platform().codec())
                .clock(running.ports().platform().clock())
                .observer(running.journal())
                .build();
    }

    private static String name(FunctionState running) {
        return running.settings().consumer().orElseThrow();
    }

    @Override
    protected void afterEvent() {
        running.write(name(running));
    }
}
