package io.triskel.orders.aws;

import static io.triskel.orders.manifest.ManifestBuilder.placeholder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.engine.EngineProcess;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.manifest.ManifestBuilder;
import io.triskel.orders.manifest.ManifestCommand;
import io.triskel.orders.operation.ViewRebuild;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.PortUse;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What a deployment needs to know of {@code order-aws.zip}: its functions with their environment and triggers, the stream and
 * the tables. The deployment creates all of them.
 */
public final class OrderManifest {
    /** The manifest's name for this cloud. */
    public static final String CLOUD = "aws";

    /** The part of a state machine that leads orders. */
    public static final String ENGINE = "engine";

    private static final String REGION = "region";
    private static final String ACCOUNT = "account";
    private static final String NAME = "name";
    private static final String STREAM = "stream";
    private static final String SHARDS = "shards";
    private static final String TABLES = "tables";
    private static final String LOOKUP_BASE = "lookupBase";
    private static final String GIVEN_UP = "givenUpBucket";
    private static final String KMS_KEY = "kmsKey";
    private static final String ARCHIVE = "archiveBucket";
    private static final String ARCHIVE_SECONDS = "archiveSeconds";
    private static final String MEMORY = "memoryMiB";
    private static final String TIMEOUT = "timeoutSeconds";
    private static final String HTTP_TIMEOUT = "httpTimeoutSeconds";
    private static final String CALL_TIMEOUT = "callTimeoutMillis";
    private static final String BATCH_WINDOW = "batchWindowMillis";

    /** A week: an alarm reports an unsettled record days before. */
    private static final int RETENTION_HOURS = 168;

    /** An unsettled record goes to the bucket two hours before the stream drops it; a mapping allows a week at most. */
    private static final int RECORD_AGE_SECONDS = (RETENTION_HOURS - 2) * 3600;

    /** Stands for the prefix in tables' names, until the placeholder replaces it. */
    private static final String ANY_PREFIX = "t";

    private final Style style;
    private final boolean onEngine;

    private OrderManifest(Style style, boolean onEngine) {
        this.style = style;
        this.onEngine = onEngine;
    }

    /** {@return the manifest of the package with the pipeline in this style} */
    public static Manifest of(Style style) {
        return new OrderManifest(style, false).manifest();
    }

    /**
     * {@return the manifest of the package with orders led by Step Functions, in the saga's place} Its part {@value #ENGINE} has the
     * state machine and the function that it calls.
     */
    public static Manifest onEngine() {
        return new OrderManifest(Style.ORCHESTRATION, true).manifest();
    }

    /**
     * Prints the manifest; ends with 2 for wrong arguments.
     *
     * @param arguments {@code --style orchestration} or {@code --style choreography}; none for the former
     */
    public static void main(String[] arguments) {
        System.exit(ManifestCommand.run(List.of(arguments), OrderManifest::of, System.out, System.err));
    }

    private Manifest manifest() {
        ManifestBuilder manifest = builder();
        return onEngine
                ? manifest.required(ACCOUNT, "id of the AWS account: 12 digits")
                        .part(ENGINE, engine())
                        .build()
                : manifest.build();
    }

    private ManifestBuilder builder() {
        return new ManifestBuilder(CLOUD, style)
                .required(REGION, "region of all that is created")
                .optional(NAME, "what the functions' names begin with: 1 to 40 letters, digits, _ or -", "orders")
                .matching(NAME, "[a-zA-Z0-9_-]{1,40}")
                .optional(STREAM, "name of the Kinesis stream", "orders")
                .optional(SHARDS, "how many shards the stream has; each takes 1,000 events or 1 MiB a second", 2)
                .optional(
                        TABLES, "what the names of the DynamoDB tables begin with: letters, digits, _ . or -", "orders")
                .required(LOOKUP_BASE, "address of the HTTP function, ends in /; known once that function is there")
                .required(
                        GIVEN_UP, "S3 bucket for records that a mapping gives up, so that none is lost with the stream")
                .required(ARCHIVE, "S3 bucket of the archive, which has all events for good")
                .optional(
                        ARCHIVE_SECONDS, "how long the archive gathers events before it writes them, 0 to 900", 300, 2)
                .optional(MEMORY, "memory of each function in MiB; its share of a processor grows with it", 1024, 256)
                .optional(
                        TIMEOUT,
                        "time-out of the functions of events and of the clock; what a killed one has claimed is free"
                                + " after it",
                        60,
                        20)
                .optional(HTTP_TIMEOUT, "time-out of the HTTP function", 10, 20)
                .optional(CALL_TIMEOUT, "time-out of one call of a service", 3_000, 10_000)
                .optional(BATCH_WINDOW, "how long a batch waits to be full; Lambda takes whole seconds", 1_000, 150)
                .optional(
                        KMS_KEY,
                        "KMS key that wraps the keys of personal data; if empty, the table holds them as they are",
                        "")
                .httpAccess()
                .part("package", "order-aws.zip")
                .part(REGION, placeholder(REGION))
                .part(STREAM, stream())
                .part("archive", archive())
                .part("functions", functions())
                .part(TABLES, tables());
    }

    private static String stateMachine() {
        return placeholder(NAME) + "-" + FulfilmentSaga.NAME;
    }

    private ObjectNode engine() {
        String name = placeholder(NAME) + "-ask";
        ObjectNode ask = function("ask", FunctionRole.EVENTS, OrderAskFunction.class, TIMEOUT);
        environment(ask)
                .put(EnvironmentReader.CONSUMER, FulfilmentSaga.NAME)
                .put(EnvironmentReader.LOOKUP_BASE, placeholder(LOOKUP_BASE));
        ledByEngine(ask);
        give(
                ask,
                permissions()
                        .uses(EnumSet.of(PortUse.WRITE_REPLICAS, PortUse.PUBLISH))
                        .answers()
                        .logs(name));
        ObjectNode engine = object().put("type", "STANDARD").put("name", stateMachine());
        engine.set("asks", ask);
        ObjectNode invoking = engine.putArray("permissions").addObject().put("resource", "function:" + name);
        invoking.putArray("actions").add("lambda:InvokeFunction");
        // The functions' names are the deployment's.
        return engine.put(
                "definition",
                EngineProcess.of(FulfilmentSaga.steps().describe(), OrderTypes.registry())
                        .asAmazonStates()
                        .replace("${AskFunction}", name));
    }

    private static void ledByEngine(ObjectNode function) {
        environment(function)
                .put(
                        OrderSettings.STATE_MACHINE,
                        "arn:aws:states:" + placeholder(REGION) + ":" + placeholder(ACCOUNT) + ":stateMachine:"
                                + stateMachine());
    }

    private static ObjectNode stream() {
        return object().put("name", placeholder(STREAM))
                .put("shards", placeholder(SHARDS))
                .put("retentionHours", RETENTION_HOURS)
                .put("encryption", "KMS");
    }

    /**
     * Reads the stream from the moment of its creation on, so it is there before the first event. Firehose writes records one behind the
     * other, unless it is told to end each with a line feed; error output must not lie among the events. A rebuild reads the
     * stream itself, beside Firehose.
     */
    private static ObjectNode archive() {
        ObjectNode archive = object().put("type", "firehose")
                .put("name", placeholder(NAME) + "-archive")
                .put("stream", placeholder(STREAM))
                .put("bucket", placeholder(ARCHIVE))
                .put("prefix", AwsPast.PREFIX)
                .put("errorOutputPrefix", "errors/")
                .put("bufferMiB", 64)
                .put("bufferSeconds", placeholder(ARCHIVE_SECONDS))
                .put("compression", "GZIP")
                .put("processor", "AppendDelimiterToRecord");
        archive.putArray("rebuilds").add(ViewRebuild.CONSUMER);
        return archive;
    }

    private ArrayNode functions() {
        ArrayNode functions = JsonNodeFactory.instance.arrayNode();
        ObjectNode http = function("http", FunctionRole.HTTP, OrderHttpFunction.class, HTTP_TIMEOUT);
        http.put(Manifest.ACCESS, placeholder(ManifestBuilder.HTTP_ACCESS));
        ArrayNode callers = http.putArray("callers");
        PortUses.of(style).forEach((caller, uses) -> {
            if (uses.contains(PortUse.LOOK_UP)) {
                callers.add(placeholder(NAME) + "-" + caller);
            }
        });
        http.putObject("trigger").put("type", "functionUrl");
        permit(http, PortUses.HTTP);
        functions.add(http);
        for (String consumer : OrderPipeline.consumerNames(style)) {
            ObjectNode events = function(consumer, FunctionRole.EVENTS, OrderEventsFunction.class, TIMEOUT);
            events.put("consumer", consumer);
            environment(events)
                    .put(EnvironmentReader.CONSUMER, consumer)
                    .put(EnvironmentReader.LOOKUP_BASE, placeholder(LOOKUP_BASE));
            events.set("trigger", mapping(consumer));
            permit(events, consumer);
            functions.add(events);
        }
        ObjectNode clock = function("clock", FunctionRole.CLOCK, OrderClockFunction.class, TIMEOUT);
        environment(clock).put(EnvironmentReader.LOOKUP_BASE, placeholder(LOOKUP_BASE));
        // A late tick is of no use: the next one does its work.
        clock.putObject("trigger")
                .put("type", "schedule")
                .put("everySeconds", 60)
                .put("maximumRetryAttempts", 0)
                .put("maximumEventAgeSeconds", 60);
        permit(clock, PortUses.CLOCK);
        return functions.add(clock);
    }

    /** States what the function's role may do; a function whose trigger names a consumer of the stream reads as that. */
    private void permit(ObjectNode function, String name) {
        Set<PortUse> uses =
                EnumSet.copyOf(Objects.requireNonNull(PortUses.of(style).get(name), name));
        FunctionPermissions permissions = permissions();
        if (onEngine && Set.of(FulfilmentSaga.NAME, PortUses.CLOCK).contains(name)) {
            // The clock replays what was parked, replies among it.
            ledByEngine(function);
            permissions.starts(stateMachine()).answers();
            uses.add(PortUse.WRITE_REPLICAS);
            if (name.equals(FulfilmentSaga.NAME)) {
                uses.removeAll(EnumSet.of(PortUse.SAGAS, PortUse.PUBLISH));
            }
        }
        permissions.uses(uses).logs(placeholder(NAME) + "-" + name);
        JsonNode consumer = function.path("trigger").path("streamConsumer");
        if (consumer.isTextual()) {
            permissions.reads(consumer.textValue());
        }
        if (name.equals(PortUses.CLOCK)) {
            permissions.collects();
        }
        give(function, permissions);
    }

    private static void give(ObjectNode function, FunctionPermissions permissions) {
        function.set("permissions", permissions.json());
        function.set("keyPermissions", permissions.keys());
    }

    private static FunctionPermissions permissions() {
        return new FunctionPermissions(
                placeholder(NAME), placeholder(STREAM), placeholder(TABLES), placeholder(GIVEN_UP));
    }

    private ObjectNode function(String name, FunctionRole role, Class<?> handler, String timeout) {
        ObjectNode function = object().put("name", placeholder(NAME) + "-" + name)
                .put("role", role.name().toLowerCase(Locale.ROOT))
                .put("handler", handler.getName() + "::handleRequest")
                .put("runtime", "java21")
                .put("memoryMiB", placeholder(MEMORY))
                .put("timeoutSeconds", placeholder(timeout))
                .put("snapStart", true);
        function.putObject("environment")
                .put(OrderSettings.STREAM, placeholder(STREAM))
                .put(OrderSettings.TABLES, placeholder(TABLES))
                .put(EnvironmentReader.STYLE, style.text())
                .put("TRISKEL_AWS_CALL_TIMEOUT_MS", placeholder(CALL_TIMEOUT))
                .put("TRISKEL_AWS_KMS_KEY", placeholder(KMS_KEY));
        return function;
    }

    private static ObjectNode environment(ObjectNode function) {
        return function.withObjectProperty("environment");
    }

    /**
     * The mapping never drops a record, old ones go to the bucket: the function itself parks events that cannot be handled. It reads as a
     * registered consumer of the stream: without that, all mappings share the 5 reads and 2 MiB a second of each shard.
     */
    private static ObjectNode mapping(String consumer) {
        ObjectNode mapping = object().put("type", "eventSourceMapping")
                .put("stream", placeholder(STREAM))
                .put("streamConsumer", placeholder(NAME) + "-" + consumer)
                .put("startingPosition", "TRIM_HORIZON")
                .put("batchSize", 100)
                .put("batchWindowMillis", placeholder(BATCH_WINDOW))
                .put("parallelizationFactor", 1)
                .put("maximumRetryAttempts", -1)
                .put("maximumRecordAgeSeconds", RECORD_AGE_SECONDS)
                .put("bisectBatchOnFunctionError", false);
        mapping.putArray("functionResponseTypes").add("ReportBatchItemFailures");
        mapping.putObject("onFailure").put("type", "s3").put("bucket", placeholder(GIVEN_UP));
        return mapping;
    }

    /** Each table as the body of a {@code CreateTable} request, whose names CloudFormation shares. */
    private static ArrayNode tables() {
        ArrayNode tables = JsonNodeFactory.instance.arrayNode();
        for (TableLayout layout : new DynamoDbTables(ANY_PREFIX).layouts()) {
            ObjectNode table = tables.addObject();
            table.set("createTable", createTable(layout));
            layout.timeToLive().ifPresent(attribute -> table.put("timeToLive", attribute));
        }
        return tables;
    }

    private static ObjectNode createTable(TableLayout layout) {
        try {
            return new ObjectMapper()
                    .readValue(layout.createTable(), ObjectNode.class)
                    .put("TableName", placeholder(TABLES) + layout.name().substring(ANY_PREFIX.length()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A layout is written as JSON", impossible);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
