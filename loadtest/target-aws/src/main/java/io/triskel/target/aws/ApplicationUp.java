package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.orders.deployed.CloudInside;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.deployed.PackagedManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Manifest<AwsParts> manifest = AwsManifest.read(PackagedManifest.printed(classes, AwsManifest.class, style));
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
        Map<String, String> environment = AwsUp.environment(deployment);
        style.ifPresent(named -> environment.put(EnvironmentReader.STYLE, named));
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
}
