package io.triskel.gcp.hosting;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.EventType;
import io.triskel.gcp.pubsub.TypeFilter;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.HostedApplication;
import io.triskel.projection.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The filters of subscriptions, from the types that consumers handle. */
final class ConsumerFilters {
    private final HostedApplication application;

    /** @param application started in memory, so that no emulator is needed */
    ConsumerFilters(Application application) {
        this.application = Applications.inMemory(application);
    }

    /** {@return the filter of each consumer's subscription, by the consumer's name} */
    Map<String, String> consumers() {
        Map<String, String> filters = new LinkedHashMap<>();
        application
                .consumers()
                .forEach((name, consumer) ->
                        filters.put(name, TypeFilter.of(wanted(consumer).toList())));
        return filters;
    }

    /** {@return the filter of the subscription that rebuilds views, which passes what any of them is fed with; empty without views} */
    Optional<String> rebuild() {
        List<EventType> types = application.views().stream()
                .map(this::feeding)
                .flatMap(this::wanted)
                .toList();
        return application.views().isEmpty() ? Optional.empty() : Optional.of(TypeFilter.of(types));
    }

    /** As the consumer that feeds the view while it is live, whose name need not be the view's. */
    private EventConsumer feeding(View<?> view) {
        return view.subscribe(
                        EventConsumer.named(view.name(), application.platform().codec())
                                .heartbeats(Heartbeat.TYPE, event -> {}))
                .build();
    }

    private Stream<EventType> wanted(EventConsumer consumer) {
        Predicate<EventType> wanted = BatchProcessor.of(consumer)
                .codec(application.platform().codec())
                .build()
                .subscription();
        return application.platform().codec().types().types().stream().filter(wanted);
    }
}
