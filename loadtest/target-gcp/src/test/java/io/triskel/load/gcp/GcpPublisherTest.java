package io.triskel.load.gcp;

import io.triskel.load.contracts.Spaces;
import io.triskel.load.contracts.TargetPublisherContract;

/** The publisher on Pub/Sub keeps its contract. */
class GcpPublisherTest extends TargetPublisherContract {
    GcpPublisherTest(Spaces spaces) {
        super(spaces, GcpBinding::of);
    }
}
