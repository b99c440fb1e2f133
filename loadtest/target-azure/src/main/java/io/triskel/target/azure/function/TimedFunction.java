package io.triskel.target.azure.function;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.FixedDelayRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.azure.functions.EventHubFunction;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.load.function.Telling;
import io.triskel.load.path.LoadEvents;
import io.triskel.observe.Observer;
import io.triskel.publish.EventBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Hosts {@link Telling} behind a trigger of Event Hubs. */
public final class TimedFunction extends EventHubFunction {
    private static final Duration TIME = Duration.ofSeconds(30);

    /** One for all invocations, since the worker makes a new function object for each. */
    private static final Telling TELLING = Telling.inThisProcess(reports(System.getenv()));

    private static final BatchProcessor PROCESSOR = TELLING.processor();
    private static final EventCodec CODEC = LoadEvents.codec(Telling.LARGEST);

    /** Called by the worker, for each batch. */
    public TimedFunction() {
        super(PROCESSOR, CODEC, InstantSource.system(), TIME, Observer.none());
    }

    private static Optional<EventBus> reports(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(Telling.REPORTS)).map(hub -> {
            AzureClients clients = AzureClients.of(AzureSettings.from(environment));
            return EventHubsBus.of(clients, hub);
        });
    }

    /** Throws if the invocation could not be reported, so that the whole batch is redelivered. */
    @FunctionName(Telling.CONSUMER)
    @FixedDelayRetry(maxRetryCount = -1, delayInterval = "00:00:01")
    public void run(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = "%HUB%",
                            connection = "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                            consumerGroup = Telling.CONSUMER,
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        TELLING.begin();
        handle(events, properties, systemProperties, partition, context);
        TELLING.end();
    }
}
