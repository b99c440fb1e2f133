package io.triskel.orders.gcp;

import io.triskel.orders.contracts.PackageContract;

class PackagedContentTest extends PackageContract {
    @Override
    protected long bytes() {
        return 23_120_000;
    }
}
