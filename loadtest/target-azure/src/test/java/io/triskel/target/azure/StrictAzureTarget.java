package io.triskel.target.azure;

import io.triskel.local.azure.LocalAzureSettings;
import java.io.IOException;

/** The target on a local Azure that refuses the app's identity what the manifest does not allow. */
public final class StrictAzureTarget {
    private StrictAzureTarget() {}

    /** As {@link AzureTarget}. */
    public static void main(String[] arguments) throws IOException {
        AzureTarget.run(LocalAzureSettings::withPermissions, arguments);
    }
}
