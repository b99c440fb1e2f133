package io.triskel.orders.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import java.util.List;

/**
 * One function per consumer, each with a consumer group of its own, which is named as the consumer is. A function's name has {@code
 * _} for {@code -}: no app setting of a Linux app has a hyphen, so a function with one could not be disabled
 * (Azure-Functions#1851). An incomplete batch is held and comes again until it is complete: the function itself parks events that
 * cannot be handled.
 *
 * <p>Functions of the style that is not in use are disabled by the app's settings, as {@link OrderManifest} says; one that is
 * not disabled fails and holds its partitions, rather than skip events that somebody may count on.
 */
public final class OrderEventFunctions {
    static final String CONNECTION = "TRISKEL_AZURE_EVENTHUBS_CONNECTION";
    private static final String HUB = "%" + OrderSettings.HUB + "%";
    private static final int FOR_EVER = -1;
    private static final String SOON = "00:00:01";
    private static final String LATER = "00:00:30";

    /** Called by the worker. */
    public OrderEventFunctions() {}

    /** Ordering's copy of the catalogue. */
    @FunctionName("ordering_catalogue")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void orderingCatalogue(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "ordering-catalogue",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("ordering-catalogue")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }

    /** Reserves and releases goods. */
    @FunctionName("inventory")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void inventory(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "inventory",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("inventory")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }

    /** Charges and refunds. */
    @FunctionName("payment")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void payment(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "payment",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("payment")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }

    /** Confirms, rejects and ships orders. */
    @FunctionName("ordering")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void ordering(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "ordering",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("ordering")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }

    /** Leads an order through the services; in orchestration only. */
    @FunctionName("fulfilment")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void fulfilment(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "fulfilment",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("fulfilment")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }

    /** Gives silent payments up; in choreography only. */
    @FunctionName("payment_watch")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void paymentWatch(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "payment-watch",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("payment-watch")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }

    /** Keeps the order view. */
    @FunctionName("order_view")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void orderView(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "order-view",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("order-view")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }

    /** Tells that an order has ended. */
    @FunctionName("order_news")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void orderNews(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "order-news",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("order-news")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }

    /** Looks an order up and writes to the customer. */
    @FunctionName("customer_notification")
    @ExponentialBackoffRetry(maxRetryCount = FOR_EVER, minimumInterval = SOON, maximumInterval = LATER)
    public void customerNotification(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = HUB,
                            connection = CONNECTION,
                            consumerGroup = "customer-notification",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("SequenceNumberArray") List<Long> sequenceNumbers,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        FunctionState.get()
                .consumer("customer-notification")
                .settle(events, properties, systemProperties, sequenceNumbers, partition, context);
    }
}
