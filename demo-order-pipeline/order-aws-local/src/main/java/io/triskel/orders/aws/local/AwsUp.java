package io.triskel.orders.aws.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.WorkFolder;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.firehose.DeliverySettings;
import io.triskel.orders.pipeline.Style;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The local AWS by itself, with the pipeline deployed or without, for whoever wants to call it from another shell: {@code
 * ./triskel up aws}. It runs until its standard input ends or it is told to end; what was started ends with it.
 */
public final class AwsUp implements AutoCloseable {
    /** EventBridge fires rules once a minute at most. */
    private static final Duration CLOCK_RATE = Duration.ofMinutes(1);

    private static final String ARCHIVE = "orders-archive";

    private final ObjectMapper json = new ObjectMapper();
    private final PrintStream answers;
    private final Path folder = WorkFolder.create("triskel-aws-");
    private Optional<AutoCloseable> running = Optional.empty();

    private AwsUp(PrintStream answers) {
        this.answers = answers;
    }

    /**
     * Reads one line, {@code {"op":"up","style":"orchestration","pipeline":true}}, and answers with one that has {@code
     * event} up, {@code environment} and what was {@code started}, or failed and a {@code message}; in the end with down.
     *
     * @param arguments the deployment package; none to take the one that the build has made beside this module
     */
    public static void main(String[] arguments) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean well;
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (AwsUp up = new AwsUp(answers)) {
            Runtime.getRuntime().addShutdownHook(new Thread(up::close, "stop all"));
            well = up.start(Optional.ofNullable(requests.readLine()).orElse("{}"), arguments);
            while (well && requests.readLine() != null) {
                // Nothing else is asked for; what counts is the end.
            }
        }
        System.exit(well ? 0 : 1);
    }

    private boolean start(String request, String... zip) throws IOException {
        try {
            JsonNode wanted = json.readTree(request);
            Style style = Style.named(wanted.path("style").asText("orchestration"))
                    .orElseThrow(() -> new IllegalStateException("style is orchestration or choreography"));
            say(wanted.path("pipeline").asBoolean(true) ? withPipeline(Locations.zip(zip), style) : alone());
            return true;
        } catch (RuntimeException failed) {
            say(json.createObjectNode().put("event", "failed").put("message", String.valueOf(failed.getMessage())));
            return false;
        }
    }

    private LocalAwsSettings settings() {
        return LocalAwsSettings.in(Locations.project(), folder);
    }

    private ObjectNode alone() {
        LocalAws aws = run(LocalAws.start(settings()));
        ObjectNode up = up(aws);
        up.withArray("started").add("Kinesis, Firehose and DynamoDB, with neither streams nor tables");
        return up;
    }

    private ObjectNode withPipeline(Path zip, Style style) {
        Deployment deployment = run(Deployment.start(settings(), zip, style, Optional.of(CLOCK_RATE)));
        deployment
                .aws()
                .firehose()
                .createReading(
                        ARCHIVE, DeliverySettings.to(ARCHIVE).withNewline().withGzip(), Deployment.STREAM);
        ObjectNode up = up(deployment.aws());
        up.withObject("environment")
                .put("ORDERS_STREAM", Deployment.STREAM)
                .put("ORDERS_TABLES", Deployment.TABLES)
                .put("ORDERS_URL", deployment.url().toString());
        ArrayNode started = up.withArray("started");
        started.add("Kinesis: stream " + Deployment.STREAM + " of " + Deployment.SHARDS + " shards");
        started.add("Firehose: delivery stream " + ARCHIVE + " of all events of that stream");
        started.add("DynamoDB: tables " + Deployment.TABLES + "-*");
        started.add("Lambda: " + String.join(", ", deployment.functions().keySet()));
        started.add("Lambda's logs: " + folder.resolve("logs"));
        started.add("The order pipeline: " + deployment.url());
        return up;
    }

    private ObjectNode up(LocalAws aws) {
        ObjectNode up = json.createObjectNode().put("event", "up");
        ObjectNode environment = up.putObject("environment");
        aws.environment().forEach(environment::put);
        up.putArray("started").add("S3: what Firehose delivers is in " + folder.resolve("buckets"));
        return up;
    }

    private synchronized <T extends AutoCloseable> T run(T part) {
        running = Optional.of(part);
        return part;
    }

    private void say(ObjectNode answer) throws IOException {
        answers.println(json.writeValueAsString(answer));
    }

    /** Ends all; called twice where a signal ends it. */
    @Override
    public synchronized void close() {
        if (running.isPresent()) {
            AutoCloseable part = running.get();
            running = Optional.empty();
            try {
                part.close();
            } catch (Exception failed) {
                throw new IllegalStateException("Not everything ended well", failed);
            } finally {
                answers.println("{\"event\":\"down\"}");
            }
        }
        WorkFolder.remove(folder);
    }
}
