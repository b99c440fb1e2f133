package io.triskel.orders.azure;

import io.triskel.azure.hosting.AzureManifest;
import io.triskel.azure.hosting.AzureParts;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.orders.OrderApplication;

/** What a deployment needs to know of {@code order-azure-engine.zip}, in which Durable Functions leads orders instead of the saga. */
public final class OrderEngineManifest {
    private OrderEngineManifest() {}

    /** {@return the manifest} */
    public static Manifest<AzureParts> manifest() {
        return AzureManifest.onEngine(new OrderApplication());
    }

    /** Prints the manifest. */
    public static void main(String[] arguments) {
        System.out.print(manifest().json());
        System.exit(System.out.checkError() ? 1 : 0);
    }
}
