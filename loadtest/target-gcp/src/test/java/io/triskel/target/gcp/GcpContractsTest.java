package io.triskel.target.gcp;

import io.triskel.load.contracts.SharedTestPorts;
import io.triskel.load.contracts.StoreContracts;
import org.junit.jupiter.api.Tag;

/** Every store of Google Cloud keeps its contract. */
@Tag("local-clouds")
class GcpContractsTest extends StoreContracts {
    GcpContractsTest(SharedTestPorts shared) {
        super(shared, GcpBinding::of);
    }
}
