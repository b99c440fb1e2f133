package io.triskel.hosting;

import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.platform.Platform;
import io.triskel.projection.View;
import io.triskel.saga.SagaRunner;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The application whose parts a platform has made, each with its parking lot, its inbox if it needs one, and heartbeats. */
record PlatformParts(
        Platform platform, Map<String, EventConsumer> consumers, Map<String, SagaRunner<?>> sagas, List<View<?>> views)
        implements HostedApplication {

    static PlatformParts of(Platform platform) {
        Map<String, EventConsumer> consumers = new TreeMap<>();
        Map<String, SagaRunner<?>> sagas = new TreeMap<>();
        Map<String, View<?>> views = new TreeMap<>();
        // A view or saga and the consumer that feeds it have one name and the same handlers.
        for (ConsumerSpec part : platform.parts()) {
            consumers.put(part.name(), consumer(platform, part));
            if (part instanceof SagaRunner<?> saga) {
                sagas.put(saga.name(), saga);
            }
            if (part instanceof View<?> view) {
                views.put(view.name(), view);
            }
        }
        return new PlatformParts(
                platform,
                Collections.unmodifiableMap(consumers),
                Collections.unmodifiableMap(sagas),
                List.copyOf(views.values()));
    }

    private static EventConsumer consumer(Platform platform, ConsumerSpec part) {
        EventConsumer.Builder builder = EventConsumer.named(part.name(), platform.codec())
                .parkingLot(platform.stores().parkingLot())
                .heartbeats(Heartbeat.TYPE, event -> note(platform, part.name(), event));
        if (part.needsInbox()) {
            builder.inbox(platform.stores().inbox());
        }
        return part.subscribe(builder).build();
    }

    private static void note(Platform platform, String consumer, Envelope<?> event) {
        event.time().ifPresent(placed -> Heartbeat.note(platform.stores().replicas(), consumer, placed.toInstant()));
    }
}
