package io.triskel.target.aws;

import io.triskel.local.aws.LocalAwsSettings;
import java.io.IOException;

/** The target on a local AWS that refuses functions what their manifest does not allow. */
public final class StrictAwsTarget {
    private StrictAwsTarget() {}

    /** As {@link AwsTarget}. */
    public static void main(String[] arguments) throws IOException {
        AwsTarget.run(LocalAwsSettings::withPermissions, Deployment.SHARDS, arguments);
    }
}
