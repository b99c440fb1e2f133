package io.triskel.orders.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.orders.function.FunctionRole;
import java.util.Objects;

/** Handles the stream's events for the consumer that the environment names. */
public final class OrderEventsFunction extends KinesisFunction {
    private final FunctionState running;

    /** Called by Lambda. */
    public OrderEventsFunction() {
        this(FunctionState.start(System.getenv(), FunctionRole.EVENTS));
    }

    private OrderEventsFunction(FunctionState running) {
        super(processor(running), running.ports().platform());
        this.running = running;
    }

    private static BatchProcessor processor(FunctionState running) {
        EventConsumer consumer = Objects.requireNonNull(
                running.pipeline().consumers().get(name(running)), "settings name a consumer that there is");
        return BatchProcessor.of(consumer)
                .codec(running.ports().platform().codec())
                .clock(running.ports().platform().clock())
                .observer(running.journal())
                .executor(running.lanes())
                .build();
    }

    private static String name(FunctionState running) {
        return running.settings().consumer().orElseThrow();
    }

    @Override
    protected void beforeSnapshot() {
        running.connect();
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        try {
            return super.handleRequest(event, context);
        } finally {
            running.write(name(running), context.getLogger());
        }
    }
}
