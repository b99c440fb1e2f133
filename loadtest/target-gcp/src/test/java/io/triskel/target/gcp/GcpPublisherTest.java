package io.triskel.target.gcp;

import io.triskel.load.contracts.BindingPublisherContract;
import io.triskel.load.contracts.SharedTestPorts;
import org.junit.jupiter.api.Tag;

/** The publisher on Pub/Sub keeps its contract. */
@Tag("local-clouds")
class GcpPublisherTest extends BindingPublisherContract {
    GcpPublisherTest(SharedTestPorts shared) {
        super(shared, GcpBinding::of);
    }
}
