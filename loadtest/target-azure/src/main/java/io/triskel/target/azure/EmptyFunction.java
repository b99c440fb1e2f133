package io.triskel.target.azure;

import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.FunctionName;

/** The smallest function behind a hub: other functions' starts are compared with its start. */
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
