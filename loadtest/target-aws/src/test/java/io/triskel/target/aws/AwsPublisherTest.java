package io.triskel.target.aws;

import io.triskel.load.contracts.BindingPublisherContract;
import io.triskel.load.contracts.SharedTestPorts;
import org.junit.jupiter.api.Tag;

/** The publisher on Kinesis keeps its contract. */
@Tag("local-clouds")
class AwsPublisherTest extends BindingPublisherContract {
    AwsPublisherTest(SharedTestPorts shared) {
        super(shared, AwsBinding::of);
    }
}
