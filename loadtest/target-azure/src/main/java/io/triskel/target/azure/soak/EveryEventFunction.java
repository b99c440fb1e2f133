package io.triskel.target.azure.soak;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.FixedDelayRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.azure.functions.EventHubFunction;
import io.triskel.benchmarks.soak.EveryEvent;
import io.triskel.benchmarks.soak.Numbered;
import io.triskel.observe.Observer;
import java.time.InstantSource;

/** Hosts {@link EveryEvent}. */
public final class EveryEventFunction extends EventHubFunction {
    private final EveryEvent every;

    /** Called by the worker, for each batch. */
    public EveryEventFunction() {
        this(SoakClients.OF_THIS_JVM.everyEvent());
    }

    private EveryEventFunction(EveryEvent every) {
        super(every.processor(), Numbered.CODEC, InstantSource.system(), SoakClients.TIME, Observer.none());
        this.every = every;
    }

    /** Throws if an effect could not be written, so that the whole batch is redelivered. */
    @FunctionName(EveryEvent.NAME)
    @FixedDelayRetry(maxRetryCount = -1, delayInterval = "00:00:01")
    public void run(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = "%HUB%",
                            connection = "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                            consumerGroup = EveryEvent.NAME,
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events,
            @BindingName("PropertiesArray") String properties,
            @BindingName("SystemPropertiesArray") String systemProperties,
            @BindingName("PartitionContext") String partition,
            ExecutionContext context) {
        every.begin();
        handle(events, properties, systemProperties, partition, context);
        every.write();
    }
}
