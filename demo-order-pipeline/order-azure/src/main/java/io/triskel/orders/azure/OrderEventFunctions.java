package io.triskel.orders.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.util.List;
import java.util.stream.Stream;

/**
 * One function per consumer, each with a consumer group of its own, which is named as the consumer is. All have one entry point; the
 * {@code function.json} of each, in {@code src/main/functions}, is generated from its annotations and compared by a test. An
 * incomplete batch is held and comes again until it is complete: the function itself parks events that cannot be handled.
 *
 * <p>Functions of the style that is not in use are disabled by the app's settings, as {@link OrderManifest} says; one that is
 * not disabled fails and holds its partitions, rather than skip events that somebody may count on.
 *
 * <p>A method per consumer would repeat a signature of 20 lines, since annotations cannot be shared between parameters. One function
 * for all consumers would let one hold up the others: a function has one consumer group. Host and worker read nothing but {@code
 * function.json}; the plugin's own {@code deploy} and {@code run} lack the consumers, so a deployment takes the zip.
 */
public final class OrderEventFunctions {
    static final String CONNECTION = "TRISKEL_AZURE_EVENTHUBS_CONNECTION";
    private static final String HUB = "%" + OrderSettings.HUB + "%";
    private static final int FOR_EVER = -1;
    private static final String SOON = "00:00:01";
    private static final String LATER = "00:00:30";

    /** Called by the worker. */
    public OrderEventFunctions() {}

    /** Settles a batch for the consumer of the function that was called. */
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void settle(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer(consumer(context.getFunctionName()))
                .settle(events, properties, systemProperties, partition, context);
    }

    /** {@return the consumers of both styles, in the order of their names} */
    static List<String> consumers() {
        return Stream.of(Style.values())
                .flatMap(style -> OrderPipeline.consumerNames(style).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * {@return the name of a consumer's function} It has no hyphens: no app setting of a Linux app has one, so a function with a
     * hyphen could not be disabled (Azure-Functions#1851).
     */
    static String function(String consumer) {
        return consumer.replace('-', '_');
    }

    private static String consumer(String function) {
        return function.replace('_', '-');
    }
}
