package io.triskel.target.azure;

import io.triskel.azure.hosting.AzureOperations;
import io.triskel.azure.hosting.FunctionSettings;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.operation.Past;
import io.triskel.local.azure.LocalAzure;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.orders.OrderApplication;
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
     * @param arguments the deployment package; by default the one that the build has made. Or {@code --app}, an application's
     *     package, and the jar with its classes
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 3 && arguments[0].equals("--app")) {
            CloudUp.run(style -> ApplicationUp.start(Path.of(arguments[1]), Path.of(arguments[2]), style));
        } else {
            CloudUp.run(
                    style -> start(style, Deployment.INSTANCES, arguments),
                    environment -> AzureOperations.site(new OrderApplication(), environment));
        }
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
        Map<String, String> environment = environment(deployment);
        environment.put(EnvironmentReader.STYLE, style.text());
        return new CloudUp.Started(
                environment,
                parts(folder, deployment, "The order pipeline"),
                Optional.of(new CloudUp.Opening(pipeline, curl(deployment))),
                pipeline);
    }

    /** {@return what another shell needs to reach what is deployed} */
    static Map<String, String> environment(Deployment deployment) {
        Map<String, String> environment = new TreeMap<>(deployment.azure().environment());
        environment.put("TRISKEL_APP_HUB", deployment.hub().name());
        environment.put("TRISKEL_APP_TABLES", deployment.tables());
        environment.put(Past.ARCHIVE, deployment.archive().address());
        environment.put("TRISKEL_APP_URL", deployment.app().url().toString());
        environment.put("TRISKEL_APP_FUNCTION_KEY", deployment.key());
        environment.put(FunctionSettings.LOOKUP_KEY, deployment.key());
        environment.put("TRISKEL_APP_REPLAY_KEY", deployment.app().functionKey("replay"));
        return environment;
    }

    /** {@return what was started, in words} */
    static List<String> parts(Path folder, Deployment deployment, String application) {
        return List.of(
                "Event Hubs: hub " + deployment.hub().name() + " of " + Deployment.PARTITIONS + " partitions",
                "Capture: writes all events of that hub to "
                        + deployment.archive().folder(),
                "Table Storage: tables " + deployment.tables() + "*",
                "Functions: " + String.join(", ", deployment.azure().functions().names()),
                "Functions' logs: " + folder.resolve("logs"),
                application + ", for calls with the function key: "
                        + deployment.app().url());
    }

    /** {@return the options of curl that open the function behind HTTP} */
    static List<String> curl(Deployment deployment) {
        return List.of("-H", "x-functions-key: " + deployment.key());
    }
}
