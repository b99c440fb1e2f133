package io.triskel.orders.gcp;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.EventType;
import io.triskel.gcp.pubsub.TypeFilter;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The filter of each consumer's subscription. */
final class ConsumerFilters {
    private ConsumerFilters() {}

    /**
     * {@return the filter of each consumer's subscription, by the consumer's name}
     *
     * @param ports only inspected, never called
     */
    static Map<String, String> of(Ports ports, Style style) {
        Map<String, String> filters = new LinkedHashMap<>();
        new OrderPipeline(ports, style)
                .consumers()
                .forEach((name, consumer) -> filters.put(name, TypeFilter.of(wanted(consumer, ports))));
        return filters;
    }

    private static List<EventType> wanted(EventConsumer consumer, Ports ports) {
        Predicate<EventType> wanted = BatchProcessor.of(consumer)
                .codec(ports.platform().codec())
                .build()
                .subscription();
        return ports.platform().codec().types().types().stream().filter(wanted).toList();
    }
}
