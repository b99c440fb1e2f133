package io.triskel.target.azure;

import io.triskel.load.contracts.BindingPublisherContract;
import io.triskel.load.contracts.SharedTestPorts;
import org.junit.jupiter.api.Tag;

/** The publisher on Event Hubs keeps its contract. */
@Tag("local-clouds")
class AzurePublisherTest extends BindingPublisherContract {
    AzurePublisherTest(SharedTestPorts shared) {
        super(shared, AzureBinding::of);
    }
}
