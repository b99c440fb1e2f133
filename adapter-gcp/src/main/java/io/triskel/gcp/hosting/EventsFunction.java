package io.triskel.gcp.hosting;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.gcp.functions.PubSubFunction;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.operation.OperatorRequests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Handles the topic's events for the consumer that the environment names, and replays what the consumer has parked when an operator
 * asks for it.
 *
 * <p>The path tells them apart. Pub/Sub posts to the address of its subscription, so nothing that is published comes to
 * {@link #REPLAY}, whatever is in it.
 */
public final class EventsFunction implements com.google.cloud.functions.HttpFunction {
    /** The path of operators' requests. */
    static final String REPLAY = "/operations/replay";

    private static final int BAD_REQUEST = 400;

    private final FunctionState running;
    private final EventConsumer consumer;
    private final PubSubFunction pushed;

    /** Called by the runtime. */
    public EventsFunction() {
        running = FunctionState.start(System.getenv(), FunctionRole.EVENTS);
        consumer = Objects.requireNonNull(
                running.hosted()
                        .application()
                        .consumers()
                        .get(running.settings().consumer().orElseThrow()),
                "settings name a consumer that there is");
        pushed = new Pushed(running, consumer);
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        if (request.getPath().equals(REPLAY)) {
            replay(request, response);
        } else {
            pushed.service(request, response);
        }
    }

    private void replay(HttpRequest request, HttpResponse response) throws IOException {
        byte[] asked = request.getInputStream().readAllBytes();
        try {
            byte[] answer = running.withinDeadline(
                    deadline -> OperatorRequests.answer(asked, consumer, running.platform(), deadline));
            response.setContentType("application/json");
            response.getOutputStream().write(answer);
        } catch (IllegalArgumentException refused) {
            response.setStatusCode(BAD_REQUEST);
            response.setContentType("text/plain; charset=utf-8");
            response.getOutputStream()
                    .write(String.valueOf(refused.getMessage()).getBytes(StandardCharsets.UTF_8));
        } finally {
            running.write(consumer.name());
        }
    }

    /** The messages of the consumer's subscription. */
    private static final class Pushed extends PubSubFunction {
        private final FunctionState running;
        private final String name;

        Pushed(FunctionState running, EventConsumer consumer) {
            super(
                    BatchProcessor.of(consumer)
                            .codec(running.platform().codec())
                            .clock(running.platform().clock())
                            .observer(running.journal())
                            .build(),
                    running.platform().codec(),
                    running.platform().clock(),
                    FunctionState.TIME);
            this.running = running;
            name = consumer.name();
        }

        @Override
        protected void afterEvent() {
            running.write(name);
        }
    }
}
