package io.triskel.load.azure;

import io.triskel.load.contracts.Spaces;
import io.triskel.load.contracts.TargetPublisherContract;

/** The publisher on Event Hubs keeps its contract. */
class AzurePublisherTest extends TargetPublisherContract {
    AzurePublisherTest(Spaces spaces) {
        super(spaces, AzureBinding::of);
    }
}
