package io.triskel.target.aws;

import io.triskel.load.contracts.SharedTestPorts;
import io.triskel.load.contracts.StoreContracts;
import org.junit.jupiter.api.Tag;

/** Every store of AWS keeps its contract. */
@Tag("local-clouds")
class AwsContractsTest extends StoreContracts {
    AwsContractsTest(SharedTestPorts shared) {
        super(shared, AwsBinding::of);
    }
}
