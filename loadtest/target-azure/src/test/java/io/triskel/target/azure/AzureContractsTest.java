package io.triskel.target.azure;

import io.triskel.load.contracts.SharedTestPorts;
import io.triskel.load.contracts.StoreContracts;
import org.junit.jupiter.api.Tag;

/** Every store of Azure keeps its contract. */
@Tag("local-clouds")
class AzureContractsTest extends StoreContracts {
    AzureContractsTest(SharedTestPorts shared) {
        super(shared, AzureBinding::of);
    }
}
