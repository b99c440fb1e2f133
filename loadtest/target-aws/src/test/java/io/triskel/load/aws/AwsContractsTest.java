package io.triskel.load.aws;

import io.triskel.load.contracts.Spaces;
import io.triskel.load.contracts.TargetContracts;

/** Every store of AWS keeps its contract. */
class AwsContractsTest extends TargetContracts {
    AwsContractsTest(Spaces spaces) {
        super(spaces, AwsBinding::of);
    }
}
