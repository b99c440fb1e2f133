package io.triskel.aws.hosting;

import static io.triskel.aws.hosting.AwsPartsParameters.GIVEN_UP;
import static io.triskel.aws.hosting.AwsPartsParameters.HTTP_TIMEOUT;
import static io.triskel.aws.hosting.AwsPartsParameters.KMS_KEY;
import static io.triskel.aws.hosting.AwsPartsParameters.MEMORY;
import static io.triskel.aws.hosting.AwsPartsParameters.SHARDS;
import static io.triskel.aws.hosting.AwsPartsParameters.STREAM;
import static io.triskel.aws.hosting.AwsPartsParameters.TABLES;
import static io.triskel.aws.hosting.AwsPartsParameters.TIMEOUT;
import static io.triskel.hosting.manifest.Parameters.named;
import static io.triskel.hosting.manifest.Parameters.placeholder;

import io.triskel.aws.hosting.AwsParts.Engine;
import io.triskel.aws.hosting.AwsParts.EventSourceMapping;
import io.triskel.aws.hosting.AwsParts.EventStream;
import io.triskel.aws.hosting.AwsParts.KeyPermission;
import io.triskel.aws.hosting.AwsParts.Lambda;
import io.triskel.aws.hosting.AwsParts.Permission;
import io.triskel.aws.hosting.AwsParts.Table;
import io.triskel.engine.EngineProcess;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
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
import io.triskel.saga.Steps;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a deployment needs to know of an application's package: its functions with their environment and triggers, the stream and
 * the tables. The deployment creates all of them.
 */
public final class AwsManifest {
    private static final String ACCOUNT = "account";
    private static final String PARTITION = "partition";

    private static final String CLOUD = "aws";

    /** A week: an alarm reports an unsettled record days before. */
    private static final int RETENTION_HOURS = 168;

    private final Application application;
    private final String style;
    private final Optional<Steps<?>> process;
    private final Map<String, Set<PortUse>> uses;

    private AwsManifest(Application application, String style, Optional<Steps<?>> process) {
        Applications.requireNames(application);
        this.application = application;
        this.style = style;
        this.process = process;
        uses = application.uses();
    }

    /**
     * {@return the manifest of an application's package}
     *
     * @param application in any style
     * @param style one of its styles; empty for an application without any
     * @throws IllegalArgumentException if the application has a name that AWS would refuse
     */
    public static Manifest<AwsParts> of(Application application, String style) {
        return new AwsManifest(style.isEmpty() ? application : application.styled(style), style, Optional.empty())
                .manifest();
    }

    /**
     * {@return the manifest of the package in which Step Functions runs the application's process instead of the saga} Its {@link AwsParts#engine} has the
     * state machine and the function that it calls.
     */
    public static Manifest<AwsParts> onEngine(Application application) {
        String first =
                application.styles().isEmpty() ? "" : application.styles().get(0);
        return new AwsManifest(application, first, application.process()).manifest();
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
     * @param arguments {@code --style} and one of the application's; none for the first
     */
    public static void main(String[] arguments) {
        Application application = Applications.only();
        System.exit(ManifestCommand.run(
                List.of(arguments), application.styles(), style -> of(application, style), System.out, System.err));
    }

    private Manifest<AwsParts> manifest() {
        Parameters parameters = AwsPartsParameters.parameters(application.name());
        if (process.isPresent()) {
            parameters.required(ACCOUNT, "id of the AWS account: 12 digits");
            parameters.optional(PARTITION, "partition of ARNs: aws, aws-cn or aws-us-gov", "aws");
        }
        return new Manifest<>(
                CLOUD,
                style.isEmpty() ? "application" : style,
                parameters,
                new AwsParts(
                        application.artifact() + "-aws.zip",
                        placeholder(Parameters.REGION),
                        new EventStream(placeholder(STREAM), Count.of(SHARDS), RETENTION_HOURS, "KMS"),
                        StreamReaders.archive(),
                        functions(),
                        Table.all(placeholder(TABLES)),
                        process.map(this::engine)));
    }

    private static String stateMachine(Steps<?> steps) {
        return named(steps.describe().name());
    }

    private Engine engine(Steps<?> steps) {
        String name = named("ask");
        FunctionPermissions permissions = permissions()
                .uses(EnumSet.of(PortUse.WRITE_REPLICAS, PortUse.PUBLISH))
                .answers()
                .logs(name);
        Lambda ask = function(
                "ask",
                FunctionRole.EVENTS,
                AskFunction.class,
                ledByEngine(
                        environment()
                                .with(
                                        EnvironmentReader.CONSUMER,
                                        steps.describe().name())
                                .lookingUp(),
                        steps),
                Optional.empty(),
                permissions);
        return new Engine(
                "STANDARD",
                stateMachine(steps),
                ask,
                List.of(new Permission("function:" + name, List.of("lambda:InvokeFunction"))),
                // The functions' names are the deployment's.
                EngineProcess.of(steps.describe(), application.types())
                        .asAmazonStates()
                        .replace("${AskFunction}", name)
                        .replace("${Partition}", placeholder(PARTITION)));
    }

    private static Environment ledByEngine(Environment environment, Steps<?> steps) {
        String service = "arn:" + placeholder(PARTITION) + ":states:" + placeholder(Parameters.REGION) + ":";
        return environment.with(
                FunctionSettings.STATE_MACHINE,
                service + placeholder(ACCOUNT) + ":stateMachine:" + stateMachine(steps));
    }

    private List<Lambda> functions() {
        List<Lambda> functions = new ArrayList<>();
        functions.add(
                permitted("http", FunctionRole.HTTP, HttpFunction.class, environment(), new AwsParts.FunctionUrl()));
        for (String consumer : application.consumers()) {
            functions.add(permitted(
                    consumer,
                    FunctionRole.EVENTS,
                    EventsFunction.class,
                    environment().with(EnvironmentReader.CONSUMER, consumer).lookingUp(),
                    StreamReaders.mapping(consumer, RETENTION_HOURS)));
        }
        functions.add(permitted(
                "clock",
                FunctionRole.CLOCK,
                ClockFunction.class,
                environment().lookingUp(),
                // A late tick is of no use: the next one does its work.
                new AwsParts.Schedule(60, 0, 60)));
        return functions;
    }

    /** A function with what its role may do; one whose trigger names a consumer of the stream reads as that. */
    private Lambda permitted(
            String name, FunctionRole role, Class<?> handler, Environment environment, AwsParts.Trigger trigger) {
        Set<PortUse> its = EnumSet.copyOf(Objects.requireNonNull(uses.get(name), name));
        FunctionPermissions permissions = permissions();
        Optional<Steps<?>> led = process.filter(
                steps -> Set.of(steps.describe().name(), Application.CLOCK).contains(name));
        if (led.isPresent()) {
            // The clock replays what was parked, replies among it.
            permissions.starts(stateMachine(led.get())).answers();
            its.add(PortUse.WRITE_REPLICAS);
            if (!name.equals(Application.CLOCK)) {
                its.removeAll(EnumSet.of(PortUse.SAGAS, PortUse.PUBLISH));
            }
        }
        permissions.uses(its).logs(named(name));
        if (trigger instanceof EventSourceMapping mapping) {
            permissions.reads(mapping.streamConsumer());
        }
        if (name.equals(Application.CLOCK)) {
            permissions.collects();
        }
        return function(
                name,
                role,
                handler,
                led.map(steps -> ledByEngine(environment, steps)).orElse(environment),
                Optional.of(trigger),
                permissions);
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
                http ? Optional.of(ManifestFunction.callers(uses)) : Optional.empty(),
                trigger.filter(EventSourceMapping.class::isInstance).map(mapping -> name),
                trigger,
                permissions.permissions().each(Permission::new),
                permissions.keys().each(KeyPermission::new));
    }

    private Environment environment() {
        Environment environment = Environment.empty()
                .with(FunctionSettings.STREAM, placeholder(STREAM))
                .with(FunctionSettings.TABLES, placeholder(TABLES));
        return (style.isEmpty() ? environment : environment.with(EnvironmentReader.STYLE, style))
                .remembering(Integer.toString(RETENTION_HOURS))
                .with("TRISKEL_AWS_CALL_TIMEOUT_MS", placeholder(Parameters.CALL_TIMEOUT))
                .with("TRISKEL_AWS_KMS_KEY", placeholder(KMS_KEY));
    }
}
