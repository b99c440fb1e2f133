package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.operation.Past;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.orders.deployed.CloudInside;
import io.triskel.orders.deployed.CloudUp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Any application's package on the local AWS, by the manifest that the package prints. */
final class ApplicationUp {
    private ApplicationUp() {}

    /**
     * Starts the local AWS with the application in it; the caller closes it.
     *
     * @param zip the package
     * @param classes the jar in it
     * @param style of the application; empty for its first, or for one that has none
     * @throws IllegalStateException if the package does not print a manifest in that style
     */
    static CloudUp.Started start(Path zip, Path classes, Optional<String> style, Duration clockRate) {
        Manifest<AwsParts> manifest = printed(classes, style);
        return CloudUp.in(
                "triskel-aws-",
                folder -> started(
                        folder,
                        style,
                        Deployment.start(
                                LocalAwsSettings.in(AwsTarget.LOCATIONS.project(), folder),
                                zip,
                                manifest,
                                false,
                                Deployment.SHARDS,
                                Optional.of(clockRate))));
    }

    private static CloudUp.Started started(Path folder, Optional<String> style, Deployment deployment) {
        LocalAws aws = deployment.aws();
        String stream = deployment.stream().name();
        Map<String, String> environment = new TreeMap<>(aws.environment());
        // Names of the stream, the tables and the functions begin alike unless a deployer says otherwise.
        environment.put("TRISKEL_APP_STREAM", stream);
        environment.put("TRISKEL_APP_TABLES", stream);
        environment.put("TRISKEL_APP_FUNCTIONS", stream + "-{consumer}:live");
        environment.put("TRISKEL_APP_GIVEN_UP", deployment.givenUp().toString());
        style.ifPresent(named -> environment.put(EnvironmentReader.STYLE, named));
        environment.put(Past.ARCHIVE, deployment.archive().address());
        environment.put("TRISKEL_APP_URL", deployment.url().toString());
        AccessKey key = aws.accessKey();
        AwsClients clients = AwsClients.of(
                AwsSettings.from(aws.environment()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
        CloudUp.Started started = new CloudUp.Started(
                environment,
                List.of(
                        AwsUp.buckets(folder),
                        "Kinesis: stream " + stream,
                        "DynamoDB: tables " + stream + "-*",
                        "Lambda: " + String.join(", ", aws.lambda().names()),
                        "Lambda's logs: " + folder.resolve("logs"),
                        "The application, for calls signed with the access key: " + deployment.url()),
                Optional.of(
                        new CloudUp.Opening(clients.functionUrlCredential(InstantSource.system()), AwsUp.curl(aws))),
                () -> {
                    clients.close();
                    deployment.close();
                });
        return started.with(new CloudInside(
                folder, new StreamReader(deployment.stream()), aws.lambda(), () -> Chaos.ofApplication(deployment)));
    }

    /** In a process of its own, since this one has another application on its class path. */
    private static Manifest<AwsParts> printed(Path classes, Optional<String> style) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes.toString(),
                AwsManifest.class.getName()));
        style.ifPresent(named -> command.addAll(List.of("--style", named)));
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<String> complaint = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String json = text(process.getInputStream());
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The package " + classes + " prints no manifest: "
                        + complaint
                                .join()
                                .lines()
                                // The JVM says so first where JAVA_TOOL_OPTIONS is set.
                                .filter(line -> !line.startsWith("Picked up "))
                                .findFirst()
                                .orElse("it does not say why"));
            }
            return AwsManifest.read(json);
        } catch (IOException failed) {
            throw new IllegalStateException("The package " + classes + " prints no manifest: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the package prints its manifest", interrupted);
        }
    }

    private static String text(InputStream said) {
        try {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
