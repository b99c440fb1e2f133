package io.triskel.orders.gcp;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.gcp.functions.PubSubFunction;
import io.triskel.orders.host.Role;
import java.util.Objects;

/** Handles the topic's events for the consumer that the environment names. */
public final class OrderEventsFunction extends PubSubFunction {
    private final Running running;

    /** As the runtime makes it. */
    public OrderEventsFunction() {
        this(Running.start(System.getenv(), Role.EVENTS));
    }

    private OrderEventsFunction(Running running) {
        super(processor(running), running.ports().events(), running.ports().clock(), Running.TIME);
        this.running = running;
    }

    private static BatchProcessor processor(Running running) {
        Consumer consumer = Objects.requireNonNull(
                running.pipeline().consumers().get(name(running)), "settings name a consumer that there is");
        return BatchProcessor.of(consumer)
                .codec(running.ports().events())
                .clock(running.ports().clock())
                .observer(running.journal())
                .build();
    }

    private static String name(Running running) {
        return running.settings().consumer().orElseThrow();
    }

    @Override
    protected void afterEvent() {
        running.write(name(running));
    }
}
