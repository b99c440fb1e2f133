package io.triskel.orders.aws;

import static io.triskel.hosting.manifest.Parameters.named;
import static io.triskel.hosting.manifest.Parameters.placeholder;
import static io.triskel.orders.aws.AwsPartsParameters.ARCHIVE;
import static io.triskel.orders.aws.AwsPartsParameters.ARCHIVE_SECONDS;
import static io.triskel.orders.aws.AwsPartsParameters.BATCH_WINDOW;
import static io.triskel.orders.aws.AwsPartsParameters.GIVEN_UP;
import static io.triskel.orders.aws.AwsPartsParameters.HTTP_TIMEOUT;
import static io.triskel.orders.aws.AwsPartsParameters.KMS_KEY;
import static io.triskel.orders.aws.AwsPartsParameters.MEMORY;
import static io.triskel.orders.aws.AwsPartsParameters.SHARDS;
import static io.triskel.orders.aws.AwsPartsParameters.STREAM;
import static io.triskel.orders.aws.AwsPartsParameters.TABLES;
import static io.triskel.orders.aws.AwsPartsParameters.TIMEOUT;

import io.triskel.engine.EngineProcess;
import io.triskel.hosting.Application;
import io.triskel.hosting.PortUse;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Access;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.ManifestCommand;
import io.triskel.hosting.manifest.ManifestFunction;
import io.triskel.hosting.manifest.Parameters;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.orders.aws.AwsParts.Archive;
import io.triskel.orders.aws.AwsParts.Engine;
import io.triskel.orders.aws.AwsParts.EventSourceMapping;
import io.triskel.orders.aws.AwsParts.EventStream;
import io.triskel.orders.aws.AwsParts.KeyPermission;
import io.triskel.orders.aws.AwsParts.Lambda;
import io.triskel.orders.aws.AwsParts.Permission;
import io.triskel.orders.aws.AwsParts.Table;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a deployment needs to know of {@code order-aws.zip}: its functions with their environment and triggers, the stream and
 * the tables. The deployment creates all of them.
 */
public final class OrderManifest {
    private static final String ACCOUNT = "account";
    private static final String PARTITION = "partition";

    private static final String CLOUD = "aws";

    /** A week: an alarm reports an unsettled record days before. */
    private static final int RETENTION_HOURS = 168;

    /** An unsettled record goes to the bucket two hours before the stream drops it; a mapping allows a week at most. */
    private static final int RECORD_AGE_SECONDS = (RETENTION_HOURS - 2) * 3600;

    private final Style style;
    private final boolean onEngine;

    private OrderManifest(Style style, boolean onEngine) {
        this.style = style;
        this.onEngine = onEngine;
    }

    /** {@return the manifest of the package with the pipeline in this style} */
    public static Manifest<AwsParts> of(Style style) {
        return new OrderManifest(style, false).manifest();
    }

    /**
     * {@return the manifest of the package in which Step Functions leads orders instead of the saga} Its {@link AwsParts#engine} has the
     * state machine and the function that it calls.
     */
    public static Manifest<AwsParts> onEngine() {
        return new OrderManifest(Style.ORCHESTRATION, true).manifest();
    }

    /**
     * {@return what {@link #main} printed}
     *
     * @throws IllegalArgumentException if this is no manifest of this cloud, or of another version
     */
    public static Manifest<AwsParts> read(String json) {
        return Manifest.read(json, CLOUD, AwsParts.class);
    }

    /**
     * Prints the manifest; ends with 2 for wrong arguments.
     *
     * @param arguments {@code --style orchestration} or {@code --style choreography}; none for the former
     */
    public static void main(String[] arguments) {
        System.exit(ManifestCommand.run(
                List.of(arguments),
                Style.names(),
                style -> of(Style.named(style).orElseThrow()),
                System.out,
                System.err));
    }

    private Manifest<AwsParts> manifest() {
        Parameters parameters = AwsPartsParameters.parameters();
        if (onEngine) {
            parameters.required(ACCOUNT, "id of the AWS account: 12 digits");
            parameters.optional(PARTITION, "partition of ARNs: aws, aws-cn or aws-us-gov", "aws");
        }
        return new Manifest<>(
                CLOUD,
                style.text(),
                parameters,
                new AwsParts(
                        "order-aws.zip",
                        placeholder(Parameters.REGION),
                        new EventStream(placeholder(STREAM), Count.of(SHARDS), RETENTION_HOURS, "KMS"),
                        archive(),
                        functions(),
                        Table.all(placeholder(TABLES)),
                        onEngine ? Optional.of(engine()) : Optional.empty()));
    }

    private static String stateMachine() {
        return named(FulfilmentSaga.NAME);
    }

    private Engine engine() {
        String name = named("ask");
        FunctionPermissions permissions = permissions()
                .uses(EnumSet.of(PortUse.WRITE_REPLICAS, PortUse.PUBLISH))
                .answers()
                .logs(name);
        Lambda ask = function(
                "ask",
                FunctionRole.EVENTS,
                OrderAskFunction.class,
                ledByEngine(environment()
                        .with(EnvironmentReader.CONSUMER, FulfilmentSaga.NAME)
                        .lookingUp()),
                Optional.empty(),
                permissions);
        return new Engine(
                "STANDARD",
                stateMachine(),
                ask,
                List.of(new Permission("function:" + name, List.of("lambda:InvokeFunction"))),
                // The functions' names are the deployment's.
                EngineProcess.of(FulfilmentSaga.steps().describe(), OrderTypes.registry())
                        .asAmazonStates()
                        .replace("${AskFunction}", name)
                        .replace("${Partition}", placeholder(PARTITION)));
    }

    private static Environment ledByEngine(Environment environment) {
        String service = "arn:" + placeholder(PARTITION) + ":states:" + placeholder(Parameters.REGION) + ":";
        return environment.with(
                OrderSettings.STATE_MACHINE, service + placeholder(ACCOUNT) + ":stateMachine:" + stateMachine());
    }

    /**
     * Reads the stream from the moment of its creation on, so it is there before the first event. Firehose writes records one behind the
     * other, unless it is told to end each with a line feed; error output must not lie among the events. A rebuild reads the
     * stream itself, beside Firehose.
     */
    private static Archive archive() {
        return new Archive(
                "firehose",
                named("archive"),
                placeholder(STREAM),
                placeholder(ARCHIVE),
                AwsPast.PREFIX,
                "errors/",
                64,
                Count.of(ARCHIVE_SECONDS),
                "GZIP",
                "AppendDelimiterToRecord",
                List.of(ViewRebuild.CONSUMER));
    }

    private List<Lambda> functions() {
        List<Lambda> functions = new ArrayList<>();
        functions.add(permitted(
                "http", FunctionRole.HTTP, OrderHttpFunction.class, environment(), new AwsParts.FunctionUrl()));
        for (String consumer : OrderPipeline.consumerNames(style)) {
            functions.add(permitted(
                    consumer,
                    FunctionRole.EVENTS,
                    OrderEventsFunction.class,
                    environment().with(EnvironmentReader.CONSUMER, consumer).lookingUp(),
                    mapping(consumer)));
        }
        functions.add(permitted(
                "clock",
                FunctionRole.CLOCK,
                OrderClockFunction.class,
                environment().lookingUp(),
                // A late tick is of no use: the next one does its work.
                new AwsParts.Schedule(60, 0, 60)));
        return functions;
    }

    /** A function with what its role may do; one whose trigger names a consumer of the stream reads as that. */
    private Lambda permitted(
            String name, FunctionRole role, Class<?> handler, Environment environment, AwsParts.Trigger trigger) {
        Set<PortUse> uses =
                EnumSet.copyOf(Objects.requireNonNull(PortUses.of(style).get(name), name));
        FunctionPermissions permissions = permissions();
        boolean led = onEngine && Set.of(FulfilmentSaga.NAME, Application.CLOCK).contains(name);
        if (led) {
            // The clock replays what was parked, replies among it.
            permissions.starts(stateMachine()).answers();
            uses.add(PortUse.WRITE_REPLICAS);
            if (name.equals(FulfilmentSaga.NAME)) {
                uses.removeAll(EnumSet.of(PortUse.SAGAS, PortUse.PUBLISH));
            }
        }
        permissions.uses(uses).logs(named(name));
        if (trigger instanceof EventSourceMapping mapping) {
            permissions.reads(mapping.streamConsumer());
        }
        if (name.equals(Application.CLOCK)) {
            permissions.collects();
        }
        return function(
                name, role, handler, led ? ledByEngine(environment) : environment, Optional.of(trigger), permissions);
    }

    static FunctionPermissions permissions() {
        return new FunctionPermissions(
                placeholder(Parameters.NAME), placeholder(STREAM), placeholder(TABLES), placeholder(GIVEN_UP));
    }

    private Lambda function(
            String name,
            FunctionRole role,
            Class<?> handler,
            Environment environment,
            Optional<AwsParts.Trigger> trigger,
            FunctionPermissions permissions) {
        boolean http = role == FunctionRole.HTTP;
        return new Lambda(
                named(name),
                role,
                handler.getName() + "::handleRequest",
                "java21",
                Optional.empty(),
                Count.of(MEMORY),
                Count.of(http ? HTTP_TIMEOUT : TIMEOUT),
                true,
                environment,
                http ? Optional.of(Access.CHOSEN) : Optional.empty(),
                http ? Optional.of(ManifestFunction.callers(PortUses.of(style))) : Optional.empty(),
                trigger.filter(EventSourceMapping.class::isInstance).map(mapping -> name),
                trigger,
                permissions.permissions().each(Permission::new),
                permissions.keys().each(KeyPermission::new));
    }

    private Environment environment() {
        return Environment.empty()
                .with(OrderSettings.STREAM, placeholder(STREAM))
                .with(OrderSettings.TABLES, placeholder(TABLES))
                .with(EnvironmentReader.STYLE, style.text())
                .remembering(Integer.toString(RETENTION_HOURS))
                .with("TRISKEL_AWS_CALL_TIMEOUT_MS", placeholder(Parameters.CALL_TIMEOUT))
                .with("TRISKEL_AWS_KMS_KEY", placeholder(KMS_KEY));
    }

    /**
     * The mapping never drops a record, old ones go to the bucket: the function itself parks events that cannot be handled. It reads as a
     * registered consumer of the stream: without that, all mappings share the 5 reads and 2 MiB a second of each shard.
     */
    private static EventSourceMapping mapping(String consumer) {
        return new EventSourceMapping(
                placeholder(STREAM),
                named(consumer),
                "TRIM_HORIZON",
                100,
                Count.of(BATCH_WINDOW),
                1,
                -1,
                RECORD_AGE_SECONDS,
                false,
                List.of("ReportBatchItemFailures"),
                new AwsParts.Destination("s3", placeholder(GIVEN_UP)));
    }
}
