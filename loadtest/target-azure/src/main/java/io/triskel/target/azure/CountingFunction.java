package io.triskel.target.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.azure.functions.EventHubFunction;
import io.triskel.benchmarks.ratio.run.Placed;
import io.triskel.consume.BatchProcessor;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;

/** The smallest function of the adapter: it decodes and settles its events, in order, without any store. */
public final class CountingFunction extends EventHubFunction {
    private static final BatchProcessor PROCESSOR = Placed.counted();

    /** Called by the worker. */
    public CountingFunction() {
        super(PROCESSOR, Placed.CODEC, InstantSource.system(), Duration.ofSeconds(50), Observer.none());
    }

    /** Settles a batch. */
    @FunctionName("counting")
    public void run(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = "%HUB%",
                            connection = "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
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
