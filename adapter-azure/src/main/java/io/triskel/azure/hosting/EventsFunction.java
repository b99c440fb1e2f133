package io.triskel.azure.hosting;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;

/**
 * One function per consumer, each with a consumer group of its own, which is named as the consumer is. All have one entry point;
 * {@link FunctionFiles} writes the {@code function.json} of each from its annotations. An incomplete batch is held and comes again until it is complete: the function itself parks events that cannot be handled.
 *
 * <p>Functions of the style that is not in use are disabled by the app's settings, as {@link AzureManifest} says; one that is
 * not disabled fails and holds its partitions, rather than skip events that somebody may count on.
 *
 * <p>A method per consumer would repeat a signature of 20 lines, since annotations cannot be shared between parameters. One function
 * for all consumers would let one hold up the others: a function has one consumer group. Host and worker read nothing but {@code
 * function.json}; azure-functions-maven-plugin would write one per method, and none of the consumers'.
 */
public final class EventsFunction {
    static final String CONNECTION = "TRISKEL_AZURE_EVENTHUBS_CONNECTION";
    private static final String HUB = "%" + FunctionSettings.HUB + "%";
    private static final int FOR_EVER = -1;
    private static final String SOON = "00:00:01";
    private static final String LATER = "00:00:30";

    /** Called by the worker. */
    public EventsFunction() {}

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

    /**
     * {@return the name of a consumer's function} It has no hyphens: no app setting of a Linux app has one, so a function with a
     * hyphen could not be disabled (Azure-Functions#1851).
     */
    static String function(String consumer) {
        return consumer.replace('-', '_');
    }

    /** {@return the consumer of a function} */
    static String consumer(String function) {
        return function.replace('_', '-');
    }
}
