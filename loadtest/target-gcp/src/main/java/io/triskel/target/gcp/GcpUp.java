package io.triskel.target.gcp;

import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.operation.Past;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.gcp.OrderOperations;
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
     * @param arguments the deployment package; by default the one that the build has made
     */
    public static void main(String[] arguments) throws IOException {
        CloudUp.run(style -> start(style, arguments), OrderOperations::site);
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
        Map<String, String> environment = new TreeMap<>(deployment.gcp().environment());
        environment.put("TRISKEL_APP_TOPIC", Deployment.TOPIC);
        environment.put("TRISKEL_APP_COLLECTIONS", Deployment.COLLECTIONS);
        environment.put(Past.ARCHIVE, deployment.archive().address());
        environment.put(EnvironmentReader.STYLE, style.text());
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
                        "Pub/Sub: topic " + Deployment.TOPIC + ", a subscription for each consumer, one for"
                                + " rebuilds, and one that writes all events to the bucket orders-archive",
                        "Firestore: collections " + Deployment.COLLECTIONS + "-*",
                        "Functions: "
                                + String.join(", ", deployment.gcp().functions().names()),
                        "Functions' logs: " + folder.resolve("logs"),
                        "The order pipeline, for calls with the ID token: " + deployment.url()),
                Optional.of(
                        new CloudUp.Opening(pipeline, List.of("-H", "Authorization: Bearer " + deployment.idToken()))),
                pipeline);
    }

    private static String buckets(Path folder) {
        return "Cloud Storage: subscriptions write to " + folder.resolve("buckets");
    }
}
