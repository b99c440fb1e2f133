package io.triskel.load.azure;

import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.FunctionName;

/** The least that a function behind a hub can be: what any other one's start is compared with. */
public final class EmptyFunction {
    /** Does nothing with a batch. */
    @FunctionName("empty")
    public void run(
            @EventHubTrigger(
                            name = "events",
                            eventHubName = "%HUB%",
                            connection = "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                            cardinality = Cardinality.MANY,
                            dataType = "binary")
                    byte[][] events) {
        // Nothing at all.
    }
}
