package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.hosting.AwsOperations;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.hosting.operation.Past;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The local AWS by itself, to be called from another shell: {@code ./triskel up aws}. */
public final class AwsUp {
    /** EventBridge fires rules once a minute at most. */
    private static final Duration CLOCK_RATE = Duration.ofMinutes(1);

    private AwsUp() {}

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
            CloudUp.run(style -> start(style, Deployment.SHARDS, arguments), AwsUp::site);
        }
    }

    /** The key of the local cloud is in no variable of this process. */
    private static OperatorTalk.Site site(Map<String, String> environment) {
        AwsBasicCredentials key = AwsBasicCredentials.create(
                environment.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""));
        return AwsOperations.site(
                new OrderApplication(),
                environment,
                settings -> AwsClients.of(settings, StaticCredentialsProvider.create(key)));
    }

    /** {@return the pipeline, with few enough JVMs for a laptop under load} The caller closes it. */
    static CloudUp.Started small(Style style) {
        return start(Optional.of(style), Deployment.FEWEST_SHARDS);
    }

    private static CloudUp.Started start(Optional<Style> style, int shards, String... zip) {
        return CloudUp.in("triskel-aws-", folder -> {
            LocalAwsSettings settings = LocalAwsSettings.in(AwsTarget.LOCATIONS.project(), folder);
            return style.isPresent()
                    ? withPipeline(folder, settings, AwsTarget.LOCATIONS.zip(zip), style.get(), shards)
                    : alone(folder, LocalAws.start(settings));
        });
    }

    private static CloudUp.Started alone(Path folder, LocalAws aws) {
        return new CloudUp.Started(
                aws.environment(),
                List.of(buckets(folder), "Kinesis, Firehose and DynamoDB, without streams or tables"),
                Optional.empty(),
                aws);
    }

    private static CloudUp.Started withPipeline(
            Path folder, LocalAwsSettings settings, Path zip, Style style, int shards) {
        Deployment deployment = Deployment.start(settings, zip, style, Languages.JAVA, shards, Optional.of(CLOCK_RATE));
        AwsPipeline pipeline = new AwsPipeline(folder, deployment);
        Map<String, String> environment = environment(deployment);
        environment.put(EnvironmentReader.STYLE, style.text());
        return new CloudUp.Started(
                environment,
                List.of(
                        buckets(folder),
                        "Kinesis: stream " + Deployment.STREAM + " of " + shards + (shards == 1 ? " shard" : " shards"),
                        "Firehose: delivers all events of that stream to "
                                + deployment.archive().folder(),
                        "DynamoDB: tables " + Deployment.TABLES + "-*",
                        "Lambda: " + String.join(", ", deployment.aws().lambda().names()),
                        "Lambda's logs: " + folder.resolve("logs"),
                        "The order pipeline, for calls signed with the access key: " + deployment.url()),
                Optional.of(new CloudUp.Opening(pipeline, curl(deployment.aws()))),
                pipeline);
    }

    /** {@return what another shell needs to reach what is deployed} Names of the stream, the tables and the functions begin alike. */
    static Map<String, String> environment(Deployment deployment) {
        String stream = deployment.stream().name();
        Map<String, String> environment = new TreeMap<>(deployment.aws().environment());
        environment.put("TRISKEL_APP_STREAM", stream);
        environment.put("TRISKEL_APP_TABLES", stream);
        environment.put("TRISKEL_APP_FUNCTIONS", functions(stream));
        environment.put("TRISKEL_APP_GIVEN_UP", deployment.givenUp().toString());
        environment.put(Past.ARCHIVE, deployment.archive().address());
        environment.put("TRISKEL_APP_URL", deployment.url().toString());
        return environment;
    }

    /** {@return the names by which an operator invokes the consumers' functions of a deployment} */
    static String functions(String deployment) {
        return deployment + "-{consumer}:live";
    }

    static List<String> curl(LocalAws aws) {
        return List.of(
                "--aws-sigv4",
                "aws:amz:" + aws.environment().get("AWS_REGION") + ":lambda",
                "--user",
                aws.accessKey().id() + ":" + aws.accessKey().secret());
    }

    static String buckets(Path folder) {
        return "S3: Firehose delivers to " + folder.resolve("buckets");
    }
}
