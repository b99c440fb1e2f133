package io.triskel.load.azure;

import io.triskel.load.contracts.Spaces;
import io.triskel.load.contracts.TargetContracts;

/** Every store of Azure keeps its contract. */
class AzureContractsTest extends TargetContracts {
    AzureContractsTest(Spaces spaces) {
        super(spaces, AzureBinding::of);
    }
}
