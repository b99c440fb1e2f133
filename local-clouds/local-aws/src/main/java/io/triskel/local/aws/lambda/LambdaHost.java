package io.triskel.local.aws.lambda;

import io.triskel.local.ChildProcess;
import io.triskel.local.Daemons;
import io.triskel.local.FaultPlan;
import io.triskel.local.WorkFolder;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.local.aws.wire.ServiceException;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Emulates Lambda: hosts functions and the event sources that invoke them. Closing it ends every JVM and removes the
 * unzipped packages.
 */
public final class LambdaHost implements HostedFunctions, AutoCloseable {
    static final String INVOKE = "Invoke";

    private static final List<String> READING =
            List.of("GetRecords", "GetShardIterator", "DescribeStream", "ListShards", "ListStreams");

    private final Path folder;
    private final Path logs;
    private final InstantSource clock;
    private final FaultPlan faults;
    private final Identities identities;
    private final ManagedRuntime runtime;
    private final RuntimeApi runtimeApi = new RuntimeApi();
    private final InvokeApi invokeApi;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("lambda-timer"));
    private final List<LambdaFunction> functions = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> triggers = new CopyOnWriteArrayList<>();

    private LambdaHost(
            Path folder, Path logs, Path javaHome, InstantSource clock, FaultPlan faults, Identities identities) {
        this.folder = folder;
        this.logs = logs;
        this.clock = clock;
        this.faults = faults;
        this.identities = identities;
        this.runtime = ManagedRuntime.in(javaHome, folder);
        this.invokeApi = new InvokeApi(identities, clock);
    }

    /**
     * Starts a host without functions.
     *
     * @param logs where the functions' output goes, one folder per function
     * @param javaHome of the functions' JVMs; deployed functions run on Java 21
     * @param clock decides batch windows, record ages and schedules; time-outs of functions run on real time
     * @param faults the faults to inject, see {@link #faults}
     * @param identities the callers and their permissions; functions call as the owner unless their environment has
     *     another key
     */
    public static LambdaHost start(
            Path logs, Path javaHome, InstantSource clock, FaultPlan faults, Identities identities) {
        return new LambdaHost(WorkFolder.create("triskel-lambda-"), logs, javaHome, clock, faults, identities);
    }

    /** A host with a new access key, whose functions run on this JVM's own Java. */
    public static LambdaHost start(Path logs) {
        return start(
                logs,
                Path.of(System.getProperty("java.home")),
                InstantSource.system(),
                new FaultPlan(1),
                Identities.unlimited());
    }

    /**
     * {@return the owner's key, for functions without their own key and for callers of functions that require a
     * signature}
     */
    public AccessKey accessKey() {
        return identities.owner();
    }

    /**
     * The faults to inject; may be armed at any time, for the operation {@code Invoke}. Refused throttles a call, Failed fails it
     * before it reaches the handler, LostResponse fails it after the handler has run.
     */
    public FaultPlan faults() {
        return faults;
    }

    /** Unzips a function's package; nothing is started before the first invocation. */
    public LambdaFunction deploy(FunctionDefinition definition) {
        Path functionLogs = logs.resolve(definition.name());
        LambdaFunction function = new LambdaFunction(
                definition,
                launcher(definition, folder.resolve(definition.name()), functionLogs),
                runtimeApi,
                timer,
                functionLogs,
                faults);
        functions.add(function);
        invokeApi.add(definition.name(), function);
        return function;
    }

    /** Gives a function an alias, by which {@link #uri} invokes the version that is published last. */
    public void alias(String alias, LambdaFunction function) {
        invokeApi.add(function.definition().name() + ":" + alias, function);
    }

    /** The value of {@code AWS_ENDPOINT_URL_LAMBDA}: the API that invokes functions, for signed calls. */
    public URI uri() {
        return invokeApi.uri();
    }

    /**
     * Unzips a new version of a function next to the old one, and starts invocations in it from now on; event sources,
     * addresses and schedules stay with the function.
     */
    public void update(LambdaFunction function, FunctionDefinition version) {
        Path home = folder.resolve("versions").resolve(UUID.randomUUID().toString());
        function.publish(version, launcher(version, home, function.logs()));
    }

    private Function<ExecutionEnvironment, ChildProcess> launcher(
            FunctionDefinition definition, Path home, Path functionLogs) {
        FunctionPackage.unzip(definition.zip(), home.resolve("task"));
        return environment -> launch(definition, home, functionLogs, environment);
    }

    /**
     * Maps a stream to a function, from now until the host is closed.
     *
     * @throws ServiceException if the function's role may not read the stream, in the service's words
     *     (github.com/awsdocs/aws-lambda-developer-guide issue 237); later reads are not checked
     */
    public KinesisMapping map(KinesisStream stream, LambdaFunction function, MappingSettings settings) {
        String role = function.definition().environment().getOrDefault("AWS_ACCESS_KEY_ID", "");
        boolean refused = Stream.concat(
                        READING.stream()
                                .map(operation -> new Permission(
                                        "kinesis:" + operation,
                                        operation.equals("ListStreams") ? "*" : "stream/" + stream.name())),
                        stream.key().map(key -> new Permission("kms:Decrypt", key)).stream())
                // Check all of them, so that all count as used.
                .map(needed -> identities.refusal(role, needed).isPresent())
                .reduce(false, Boolean::logicalOr);
        if (refused) {
            throw new ServiceException(
                    "InvalidParameterValueException",
                    "Cannot access stream " + stream.name() + ". Please ensure the role can perform the GetRecords,"
                            + " GetShardIterator, DescribeStream, ListShards, and"
                            + " ListStreams Actions on your stream in IAM.");
        }
        KinesisMapping mapping = new KinesisMapping(stream, function, settings, clock);
        triggers.add(mapping);
        return mapping;
    }

    /** Gives a function an HTTP address that accepts only signed calls, AuthType AWS_IAM. */
    public FunctionUrl url(LambdaFunction function) {
        return url(function, Optional.of(identities));
    }

    /** Gives a function a public HTTP address, AuthType NONE. */
    public FunctionUrl publicUrl(LambdaFunction function) {
        return url(function, Optional.empty());
    }

    private FunctionUrl url(LambdaFunction function, Optional<Identities> callers) {
        FunctionUrl url = new FunctionUrl(function, callers, clock);
        triggers.add(url);
        return url;
    }

    /** A rule that fires at this rate, and on demand. */
    public ScheduleRule schedule(String rule, Duration rate, LambdaFunction function) {
        ScheduleRule schedule = ScheduleRule.atRate(rule, rate, function, clock);
        triggers.add(schedule);
        return schedule;
    }

    /** A rule that fires on demand only. */
    public ScheduleRule schedule(String rule, LambdaFunction function) {
        ScheduleRule schedule = ScheduleRule.onDemand(rule, function, clock);
        triggers.add(schedule);
        return schedule;
    }

    @Override
    public Map<String, FunctionMetrics> metrics() {
        Map<String, FunctionMetrics> metrics = new LinkedHashMap<>();
        functions.forEach(function -> metrics.put(function.definition().name(), function.metrics()));
        return metrics;
    }

    @Override
    public List<Path> logs() {
        return functions.stream().map(LambdaFunction::logs).toList();
    }

    @Override
    public void close() {
        triggers.forEach(LambdaHost::closeQuietly);
        invokeApi.close();
        functions.forEach(LambdaFunction::close);
        timer.shutdownNow();
        runtimeApi.close();
        WorkFolder.remove(folder);
    }

    private ChildProcess launch(
            FunctionDefinition definition, Path home, Path functionLogs, ExecutionEnvironment environment) {
        try {
            Path temporary = Files.createDirectories(home.resolve("tmp").resolve(environment.id()));
            Files.createDirectories(functionLogs);
            Map<String, String> variables = new TreeMap<>();
            variables.put("AWS_ACCESS_KEY_ID", accessKey().id());
            variables.put("AWS_SECRET_ACCESS_KEY", accessKey().secret());
            variables.putAll(definition.environment());
            variables.put("AWS_REGION", "us-east-1");
            variables.put("AWS_DEFAULT_REGION", "us-east-1");
            variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + definition.runtime());
            variables.put("AWS_LAMBDA_FUNCTION_NAME", definition.name());
            variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(definition.memoryMiB()));
            variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
            variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", definition.snapStart() ? "snap-start" : "on-demand");
            variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + definition.name());
            variables.put("AWS_LAMBDA_LOG_STREAM_NAME", environment.id());
            variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi.register(environment));
            variables.put("LAMBDA_TASK_ROOT", home.resolve("task").toString());
            variables.put("LANG", "en_US.UTF-8");
            variables.put("TZ", ":UTC");
            variables.put("_HANDLER", definition.handler());
            return ChildProcess.start(
                    runtime.command(definition, temporary),
                    home.resolve("task"),
                    variables,
                    functionLogs.resolve(environment.id() + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + definition.name(), e);
        }
    }

    private static void closeQuietly(AutoCloseable trigger) {
        try {
            trigger.close();
        } catch (Exception e) {
            throw new IllegalStateException("A trigger cannot be closed", e);
        }
    }
}
