package io.triskel.aws.hosting;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.operation.ConsumerReplay;
import io.triskel.hosting.operation.ReplayRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;

/**
 * Handles the stream's events for the consumer that the environment names, and replays what it has parked if an operator
 * sends a {@link ReplayRequest}. Any other event is an error: answered as the mapping expects, it would count as handled.
 */
public final class EventsFunction implements RequestStreamHandler {
    private final FunctionState running = FunctionState.start(System.getenv(), FunctionRole.EVENTS);
    private final EventConsumer consumer = Objects.requireNonNull(
            running.hosted()
                    .application()
                    .consumers()
                    .get(running.settings().consumer().orElseThrow()),
            "settings name a consumer that there is");
    private final KinesisFunction stream = new StreamFunction(running, consumer);

    private static final class StreamFunction extends KinesisFunction {
        private final FunctionState running;

        StreamFunction(FunctionState running, EventConsumer consumer) {
            super(
                    BatchProcessor.of(consumer)
                            .codec(running.platform().codec())
                            .clock(running.platform().clock())
                            .observer(running.journal())
                            .executor(running.lanes())
                            .build(),
                    running.platform());
            this.running = running;
        }

        @Override
        protected void beforeSnapshot() {
            running.connect();
        }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        byte[] bytes = event.readAllBytes();
        try {
            Optional<byte[]> settled = stream.settle(bytes, context);
            answer.write(settled.isPresent() ? settled.get() : replay(bytes, context));
        } finally {
            running.write(consumer.name(), context.getLogger());
        }
    }

    private byte[] replay(byte[] request, Context context) {
        return ConsumerReplay.answer(request, consumer, running.platform(), running.begin(context));
    }
}
