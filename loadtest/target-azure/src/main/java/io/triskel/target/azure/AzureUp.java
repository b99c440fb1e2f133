package io.triskel.target.azure;

import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.operation.Past;
import io.triskel.local.azure.LocalAzure;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.orders.azure.OrderOperations;
import io.triskel.orders.azure.OrderSettings;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The local Azure by itself, to be called from another shell: {@code ./triskel up azure}. */
public final class AzureUp {
    private AzureUp() {}

    /**
     * Runs until its standard input ends or it is stopped.
     *
     * @param arguments the deployment package; by default the one that the build has made
     */
    public static void main(String[] arguments) throws IOException {
        CloudUp.run(style -> start(style, Deployment.INSTANCES, arguments), OrderOperations::site);
    }

    /** {@return the pipeline, with few enough JVMs for a laptop under load} The caller closes it. */
    static CloudUp.Started small(Style style) {
        return start(Optional.of(style), Deployment.FEWEST_INSTANCES);
    }

    private static CloudUp.Started start(Optional<Style> style, int instances, String... zip) {
        return CloudUp.in("triskel-azure-", folder -> {
            LocalAzureSettings settings = LocalAzureSettings.in(AzureTarget.LOCATIONS.project(), folder);
            return style.isPresent()
                    ? withPipeline(folder, settings, AzureTarget.LOCATIONS.zip(zip), style.get(), instances)
                    : alone(LocalAzure.start(settings));
        });
    }

    private static CloudUp.Started alone(LocalAzure azure) {
        return new CloudUp.Started(
                azure.environment(),
                List.of("Event Hubs, Table and Blob Storage, without hubs or tables"),
                Optional.empty(),
                azure);
    }

    private static CloudUp.Started withPipeline(
            Path folder, LocalAzureSettings settings, Path zip, Style style, int instances) {
        Deployment deployment = Deployment.start(settings, zip, style, instances);
        AzurePipeline pipeline = new AzurePipeline(folder, deployment);
        Map<String, String> environment = new TreeMap<>(deployment.azure().environment());
        environment.put("TRISKEL_APP_HUB", Deployment.HUB);
        environment.put("TRISKEL_APP_TABLES", Deployment.TABLES);
        environment.put(Past.ARCHIVE, deployment.archive().address());
        environment.put(EnvironmentReader.STYLE, style.text());
        environment.put("TRISKEL_APP_URL", deployment.app().url().toString());
        environment.put("TRISKEL_APP_FUNCTION_KEY", deployment.key());
        environment.put(OrderSettings.LOOKUP_KEY, deployment.key());
        environment.put("TRISKEL_APP_REPLAY_KEY", deployment.app().functionKey("replay"));
        return new CloudUp.Started(
                environment,
                List.of(
                        "Event Hubs: hub " + Deployment.HUB + " of " + Deployment.PARTITIONS + " partitions",
                        "Capture: writes all events of that hub to "
                                + deployment.archive().folder(),
                        "Table Storage: tables " + Deployment.TABLES + "*",
                        "Functions: "
                                + String.join(
                                        ", ", deployment.azure().functions().names()),
                        "Functions' logs: " + folder.resolve("logs"),
                        "The order pipeline, for calls with the function key: "
                                + deployment.app().url()),
                Optional.of(new CloudUp.Opening(pipeline, List.of("-H", "x-functions-key: " + deployment.key()))),
                pipeline);
    }
}
