package io.triskel.target.azure.soak;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.FixedDelayRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.azure.functions.EventHubFunction;
import io.triskel.benchmarks.soak.Numbered;
import io.triskel.benchmarks.soak.SampledEvents;
import io.triskel.consume.BatchProcessor;
import io.triskel.observe.Observer;
import java.time.InstantSource;

/** Hosts {@link SampledEvents}. */
public final class InboxFunction extends EventHubFunction {
    private static final BatchProcessor PROCESSOR = SoakClients.OF_THIS_JVM.sampledEvents();

    /** Called by the worker. */
    public InboxFunction() {
        super(PROCESSOR, Numbered.CODEC, InstantSource.system(), SoakClients.TIME, Observer.none());
    }

    /** Settles a batch. */
    @FunctionName(SampledEvents.NAME)
    @FixedDelayRetry(maxRetryCount = -1, delayInterval = "00:00:01")
    public void run(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = "%HUB%",
                            connection = "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                            consumerGroup = SampledEvents.NAME,
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        handle(events, properties, systemProperties, partition, context);
    }
}
