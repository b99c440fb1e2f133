package io.triskel.load.aws;

import io.triskel.load.contracts.Spaces;
import io.triskel.load.contracts.TargetPublisherContract;

/** The publisher on Kinesis keeps its contract. */
class AwsPublisherTest extends TargetPublisherContract {
    AwsPublisherTest(Spaces spaces) {
        super(spaces, AwsBinding::of);
    }
}
