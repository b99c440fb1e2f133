package io.triskel.azure.hosting;

import com.microsoft.azure.functions.ExecutionContext;
import io.triskel.azure.functions.EventHubFunction;
import io.triskel.codec.StateCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.hosting.function.InvocationLog;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Handles the hub's events for one consumer; one object for all invocations, unlike the functions that the worker makes. */
final class ConsumerFunction extends EventHubFunction {
    private final String name;
    private final StateCodec json;
    private final InvocationLog journal;

    private ConsumerFunction(
            String name, Platform platform, BatchProcessor processor, InvocationLog journal, Duration time) {
        super(processor, platform.codec(), platform.clock(), time, journal);
        this.name = name;
        this.json = platform.states();
        this.journal = journal;
    }

    /**
     * {@return the function of a consumer}
     *
     * @param lanes runs the lanes of a batch side by side
     * @param time that an invocation may take
     */
    static ConsumerFunction of(EventConsumer consumer, Platform platform, Executor lanes, Duration time) {
        InvocationLog journal = new InvocationLog();
        BatchProcessor processor = BatchProcessor.of(consumer)
                .codec(platform.codec())
                .clock(platform.clock())
                .observer(journal)
                .executor(lanes)
                .build();
        return new ConsumerFunction(consumer.name(), platform, processor, journal, time);
    }

    /** Settles a batch, and writes its outcome to the log. */
    void settle(
            byte[][] events, String properties, String systemProperties, String partition, ExecutionContext context) {
        try {
            handle(events, properties, systemProperties, partition, context);
        } finally {
            journal.write(name, json, context.getLogger()::info, context.getLogger()::warning);
        }
    }
}
