package io.triskel.orders.azure;

import io.triskel.orders.contracts.PackageContract;
import java.util.List;

class PackagedContentTest extends PackageContract {
    @Override
    protected long bytes() {
        return 12_943_000;
    }

    /** Azure's plugin puts whole jars into {@code lib/}, the core's among them. */
    @Override
    protected List<String> cannotLeaveOut() {
        return List.of("io/triskel/archive/", "io/triskel/asyncapi/", "META-INF/services/io.triskel.");
    }
}
