package io.triskel.target.azure;

import io.triskel.local.WorkFolder;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.observe.Observer;
import io.triskel.orders.deployed.DrivenDeployment;
import io.triskel.orders.deployed.FaultInjection;
import io.triskel.orders.deployed.Locations;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.run.TargetMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** The Azure target as a process: requests on standard input, answers on standard output. */
public final class AzureTarget {
    static final Locations LOCATIONS = new Locations(AzureTarget.class, "order-azure");

    private AzureTarget() {}

    /**
     * Ends with 0 when the run was completed, with 1 when it was not.
     *
     * @param arguments the deployment package; by default the one that the build has made
     */
    public static void main(String[] arguments) throws IOException {
        run(UnaryOperator.identity(), arguments);
    }

    /** Runs on a local Azure that is set up in another way. */
    static void run(UnaryOperator<LocalAzureSettings> otherwise, String... arguments) throws IOException {
        TargetMain.run("azure", (style, languages, chaos, log, observer) -> {
            requireJava(languages);
            return start(otherwise, LOCATIONS.zip(arguments), style, chaos, log, observer);
        });
    }

    /** A function app has one language, so each would need an app of its own. */
    private static void requireJava(Languages languages) {
        if (!languages.equals(Languages.JAVA)) {
            throw new IllegalStateException(
                    "on Azure every consumer is in Java: leave --language out, or run it on aws");
        }
    }

    private static DrivenPipeline start(
            UnaryOperator<LocalAzureSettings> otherwise,
            Path zip,
            Style style,
            OptionalLong chaos,
            RunLog log,
            Observer observer) {
        return WorkFolder.handedTo("triskel-azure-", folder -> {
            LocalAzureSettings settings = otherwise.apply(
                    LocalAzureSettings.in(LOCATIONS.project(), folder).withSeed(chaos.orElse(1)));
            int instances = chaos.isPresent() ? Deployment.INSTANCES : Deployment.FEWEST_INSTANCES;
            Deployment deployment = Deployment.start(settings, zip, style, instances);
            Optional<FaultInjection> trouble =
                    chaos.isPresent() ? Optional.of(new Chaos(chaos.getAsLong(), deployment)) : Optional.empty();
            return new DrivenDeployment(new AzurePipeline(folder, deployment), style, log, trouble, observer);
        });
    }
}
