package io.triskel.orders.gcp;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.event.EventType;
import io.triskel.gcp.firestore.CollectionLayout;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.pubsub.TypeFilter;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a deployment needs to know: which functions the package {@code order-gcp.zip} has, what each is told, which events each
 * is to get, and what is to be indexed. Topic, subscriptions and the database are the deployment's to create.
 *
 * @param collections the collections' names
 * @param topic the topic's id
 * @param style who leads an order through the services
 */
public record OrderFunctions(FirestoreCollections collections, String topic, Style style) {
    /**
     * One function of the package.
     *
     * @param name of the function
     * @param entryPoint its class
     * @param environment what it is told, beside the project and where to find emulators
     */
    public record Function(String name, String entryPoint, Map<String, String> environment) {
        public Function {
            environment = Map.copyOf(environment);
        }
    }

    /** {@return what to declare of the collections, which come into being by themselves} */
    public List<CollectionLayout> layouts() {
        return collections.layouts();
    }

    /** {@return the function that answers HTTP} */
    public Function http() {
        return function("http", OrderHttpFunction.class, Map.of());
    }

    /**
     * {@return the function of the clock: called by a job of Cloud Scheduler, once a minute, and by nobody else}
     *
     * @param lookupBase the address of {@link #http}, ends in {@code /}
     */
    public Function clock(URI lookupBase) {
        return function(
                "clock", OrderClockFunction.class, Map.of(EnvironmentReader.LOOKUP_BASE, lookupBase.toString()));
    }

    /**
     * {@return one function per consumer, by its name, each behind a subscription of the topic of its own} The subscription
     * must keep order and bring again what fails for as long as it keeps it: the core parks what cannot be handled.
     *
     * @param lookupBase the address of {@link #http}, ends in {@code /}
     */
    public Map<String, Function> consumers(URI lookupBase) {
        Map<String, Function> functions = new LinkedHashMap<>();
        for (String consumer : OrderPipeline.consumerNames(style)) {
            functions.put(
                    consumer,
                    function(
                            consumer,
                            OrderEventsFunction.class,
                            Map.of(
                                    EnvironmentReader.LOOKUP_BASE,
                                    lookupBase.toString(),
                                    EnvironmentReader.CONSUMER,
                                    consumer)));
        }
        return functions;
    }

    /**
     * {@return the filter of each consumer's subscription, by the consumer's name}
     *
     * @param ports nothing of them is called
     */
    public Map<String, String> filters(Ports ports) {
        Map<String, String> filters = new LinkedHashMap<>();
        new OrderPipeline(ports, style)
                .consumers()
                .forEach((name, consumer) -> filters.put(name, TypeFilter.of(wanted(consumer, ports))));
        return filters;
    }

    private static List<EventType> wanted(Consumer consumer, Ports ports) {
        Predicate<EventType> wanted =
                BatchProcessor.of(consumer).codec(ports.events()).build().subscription();
        return ports.events().types().types().stream().filter(wanted).toList();
    }

    private Function function(String name, Class<?> type, Map<String, String> variables) {
        Map<String, String> all = new TreeMap<>(variables);
        all.put(OrderSettings.TOPIC, topic);
        all.put(OrderSettings.COLLECTIONS, collections.prefix());
        all.put(EnvironmentReader.STYLE, style.text());
        return new Function("orders-" + name, type.getName(), all);
    }
}
