package io.triskel.target.gcp;

import io.triskel.gcp.hosting.GcpParts;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.local.WorkFolder;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.observe.Observer;
import io.triskel.orders.deployed.DrivenDeployment;
import io.triskel.orders.deployed.FaultInjection;
import io.triskel.orders.deployed.Locations;
import io.triskel.orders.gcp.OrderManifestByLanguage;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.run.TargetMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The Google Cloud target as a process: requests on standard input, answers on standard output. */
public final class GcpTarget {
    static final Locations LOCATIONS = new Locations(GcpTarget.class, "order-gcp");

    private GcpTarget() {}

    /**
     * Ends with 0 when the run was completed, with 1 when it was not.
     *
     * @param arguments the deployment package; by default the one that the build has made
     */
    public static void main(String[] arguments) throws IOException {
        TargetMain.run(
                "gcp",
                (style, languages, chaos, log, observer) ->
                        start(LOCATIONS.zip(arguments), style, manifest(style, languages), chaos, log, observer));
    }

    private static Manifest<GcpParts> manifest(Style style, Languages languages) {
        try {
            return OrderManifestByLanguage.of(style, languages);
        } catch (IllegalArgumentException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
    }

    private static DrivenPipeline start(
            Path zip, Style style, Manifest<GcpParts> manifest, OptionalLong chaos, RunLog log, Observer observer) {
        return WorkFolder.handedTo("triskel-gcp-", folder -> {
            Deployment deployment = Deployment.start(
                    LocalGcpSettings.in(folder).withSeed(chaos.orElse(1)), zip, manifest, Optional.empty());
            Optional<FaultInjection> trouble =
                    chaos.isPresent() ? Optional.of(new Chaos(chaos.getAsLong(), deployment)) : Optional.empty();
            return new DrivenDeployment(new GcpPipeline(folder, deployment), style, log, trouble, observer);
        });
    }
}
