package io.triskel.target.gcp;

import io.triskel.gcp.hosting.GcpOperations;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.operation.Past;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The local Google Cloud by itself, to be called from another shell: {@code ./triskel up gcp}. */
public final class GcpUp {
    /** Cloud Scheduler calls once a minute at most. */
    private static final Duration CLOCK_RATE = Duration.ofMinutes(1);

    private GcpUp() {}

    /**
     * Runs until its standard input ends or it is stopped.
     *
     * @param arguments the deployment package; by default the one that the build has made. Or {@code --app}, an application's
     *     package, and the jar with its classes
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 3 && arguments[0].equals("--app")) {
            CloudUp.run(style -> ApplicationUp.start(Path.of(arguments[1]), Path.of(arguments[2]), style, CLOCK_RATE));
        } else {
            CloudUp.run(style -> start(style, arguments), GcpOperations::site);
        }
    }

    /** {@return the pipeline, with few enough JVMs for a laptop under load} The caller closes it. */
    static CloudUp.Started small(Style style) {
        return start(Optional.of(style));
    }

    private static CloudUp.Started start(Optional<Style> style, String... zip) {
        return CloudUp.in("triskel-gcp-", folder -> {
            LocalGcpSettings settings = LocalGcpSettings.in(folder);
            return style.isPresent()
                    ? withPipeline(folder, settings, GcpTarget.LOCATIONS.zip(zip), style.get())
                    : alone(folder, LocalGcp.start(settings));
        });
    }

    private static CloudUp.Started alone(Path folder, LocalGcp gcp) {
        return new CloudUp.Started(
                gcp.environment(),
                List.of("Pub/Sub and Firestore, without topics or documents", buckets(folder)),
                Optional.empty(),
                gcp);
    }

    private static CloudUp.Started withPipeline(Path folder, LocalGcpSettings settings, Path zip, Style style) {
        Deployment deployment = Deployment.start(settings, zip, style, Optional.of(CLOCK_RATE));
        GcpPipeline pipeline = new GcpPipeline(folder, deployment);
        CloudUp.Started started =
                started(folder, deployment, new CloudUp.Opening(pipeline, curl(deployment)), pipeline);
        started.environment().put(EnvironmentReader.STYLE, style.text());
        return started;
    }

    /**
     * {@return what is said of a deployment}
     *
     * @param running ends it
     */
    static CloudUp.Started started(Path folder, Deployment deployment, CloudUp.Opening opening, AutoCloseable running) {
        String topic = deployment.variable("TRISKEL_APP_TOPIC");
        String collections = deployment.variable("TRISKEL_APP_COLLECTIONS");
        Map<String, String> environment = new TreeMap<>(deployment.gcp().environment());
        environment.put("TRISKEL_APP_TOPIC", topic);
        environment.put("TRISKEL_APP_COLLECTIONS", collections);
        environment.put(Past.ARCHIVE, deployment.archive().address());
        environment.put("TRISKEL_APP_URL", deployment.url().toString());
        environment.put("TRISKEL_APP_ID_TOKEN", deployment.idToken());
        environment.put(
                "TRISKEL_APP_FUNCTIONS",
                deployment.consumers().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(" ")));
        return new CloudUp.Started(
                environment,
                List.of(
                        buckets(folder),
                        "Pub/Sub: topic " + topic
                                + ", a subscription for each consumer, one for rebuilds of views, and one"
                                + " that writes all events to the archive's bucket",
                        "Firestore: collections " + collections + "-*",
                        "Functions: "
                                + String.join(", ", deployment.gcp().functions().names()),
                        "Functions' logs: " + folder.resolve("logs"),
                        "The application, for calls with the ID token: " + deployment.url()),
                Optional.of(opening),
                running);
    }

    static List<String> curl(Deployment deployment) {
        return List.of("-H", "Authorization: Bearer " + deployment.idToken());
    }

    private static String buckets(Path folder) {
        return "Cloud Storage: subscriptions write to " + folder.resolve("buckets");
    }
}
