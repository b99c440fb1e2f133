package io.triskel.load.gcp;

import io.triskel.load.contracts.Spaces;
import io.triskel.load.contracts.TargetContracts;

/** Every store of Google Cloud keeps its contract. */
class GcpContractsTest extends TargetContracts {
    GcpContractsTest(Spaces spaces) {
        super(spaces, GcpBinding::of);
    }
}
