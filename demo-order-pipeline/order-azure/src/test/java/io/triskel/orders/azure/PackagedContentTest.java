package io.triskel.orders.azure;

import io.triskel.orders.contracts.PackageContract;

class PackagedContentTest extends PackageContract {
    @Override
    protected long bytes() {
        return 9_450_000;
    }
}
