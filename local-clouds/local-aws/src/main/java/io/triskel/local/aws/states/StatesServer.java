package io.triskel.local.aws.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.Daemons;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.wire.Access;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import io.triskel.local.aws.wire.WireServer;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Emulates Step Functions on a loopback port, for real SDKs: Standard workflows that invoke functions and wait for
 * tokens. Java code creates the state machines. Executions are in the heap.
 */
public final class StatesServer implements AutoCloseable {
    private static final String ARN = "arn:aws:states:us-east-1:000000000000:";
    private static final int TICK_MILLIS = 100;
    private static final int THREADS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstantSource clock;
    private final Identities identities;
    private final FaultPlan faults;
    private final Map<String, StateMachine> machines = new ConcurrentHashMap<>();
    private final Map<String, Function<byte[], CompletableFuture<InvocationResult>>> functions =
            new ConcurrentHashMap<>();
    private final Map<String, Execution> executions = new ConcurrentHashMap<>();
    private final AtomicLong moves = new AtomicLong();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, Daemons.named("states"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("states-timer"));
    private final WireServer server;

    private StatesServer(InstantSource clock, Identities identities, FaultPlan faults) {
        this.clock = clock;
        this.identities = identities;
        this.faults = faults;
        server = WireServer.start(
                "states",
                8,
                Map.of(
                        "StartExecution", this::start,
                        "DescribeExecution", this::describe,
                        "SendTaskSuccess", this::succeed,
                        "SendTaskFailure", this::fail),
                Map.of(),
                access(),
                faults);
    }

    /** Starts serving, without state machines. */
    public static StatesServer start(InstantSource clock, Identities identities, FaultPlan faults) {
        StatesServer server = new StatesServer(clock, identities, faults);
        ScheduledFuture<?> unused = server.timer.scheduleWithFixedDelay(
                () -> server.fireDue(clock.instant()), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return server;
    }

    /** The value of {@code AWS_ENDPOINT_URL_SFN}. */
    public URI uri() {
        return server.uri();
    }

    /** The faults to inject, by operation. */
    public FaultPlan faults() {
        return faults;
    }

    /**
     * Creates a state machine of type Standard.
     *
     * @param function the function that it invokes, by its name
     * @param role the role with which it invokes the function
     * @return its ARN
     * @throws ServiceException if the definition is wrong, or has a part that is not emulated
     */
    public String createStateMachine(String name, String definition, LambdaFunction function, AccessKey role) {
        String called = function.definition().name();
        return createStateMachine(name, definition, called, as(role, called, function::invoke));
    }

    /**
     * {@return the function as called by a role} A denied call is an error of the task, under the name by which retries
     * of Lambda's own errors catch it (Step Functions developer guide, "Handling Lambda service exceptions").
     */
    Function<byte[], CompletableFuture<InvocationResult>> as(
            AccessKey role, String name, Function<byte[], CompletableFuture<InvocationResult>> function) {
        Permission needed = new Permission("lambda:InvokeFunction", "function:" + name);
        return payload -> identities
                .refusal(role.id(), needed)
                .<CompletableFuture<InvocationResult>>map(message -> CompletableFuture.completedFuture(
                        new InvocationResult.Failed("Lambda.AWSLambdaException", message)))
                .orElseGet(() -> function.apply(payload));
    }

    String createStateMachine(
            String name,
            String definition,
            String functionName,
            Function<byte[], CompletableFuture<InvocationResult>> function) {
        functions.put(functionName, function);
        StateMachine machine = StateMachine.read(name, definition);
        if (machines.putIfAbsent(arn(machine), machine) != null) {
            throw new ServiceException(
                    "StateMachineAlreadyExists", "State Machine Already Exists: '" + arn(machine) + "'");
        }
        return arn(machine);
    }

    /** Does the work that is due at this moment, which may be ahead of the clock: time-outs and retries. */
    public void fireDue(Instant now) {
        executions.values().forEach(execution -> execution.fireDue(now));
    }

    /** {@return whether all executions have ended, or wait for an answer by token} */
    public boolean isAtRest() {
        return executions.values().stream().allMatch(Execution::isAtRest);
    }

    /** {@return a counter of steps; if it is the same later, nothing happened} */
    public long moves() {
        return moves.get();
    }

    /** {@return the number of ended executions by result: the output's {@code ending}, or their status} */
    public Map<String, Long> endings() {
        Map<String, Long> endings = new TreeMap<>();
        executions.values().forEach(execution -> endings.merge(ending(execution), 1L, Long::sum));
        return endings;
    }

    private static String ending(Execution execution) {
        return execution.status() == Execution.Status.SUCCEEDED
                ? execution.document().path("ending").asText("succeeded")
                : execution.status().name().toLowerCase(Locale.ROOT);
    }

    private static String arn(StateMachine machine) {
        return ARN + "stateMachine:" + machine.name();
    }

    private static String arn(Execution execution) {
        return ARN + "execution:" + execution.machine().name() + ":" + execution.name();
    }

    /** An answer by token needs a permission on all resources, since a token names none. */
    private Access access() {
        return (authorization, request) -> {
            String resource = request.operation().equals("StartExecution")
                    ? request.text("stateMachineArn").orElse("").replace(ARN, "")
                    : request.text("executionArn")
                            .map(arn -> arn.replace(ARN, ""))
                            .orElse("*");
            Permission needed = new Permission("states:" + request.operation(), resource.isEmpty() ? "*" : resource);
            identities.refusal(Identities.keyId(authorization), needed).ifPresent(message -> {
                throw new ServiceException("AccessDeniedException", message);
            });
        };
    }

    /** API reference, "StartExecution": the same name with the same input is a success while it runs, else an error. */
    private Optional<ObjectNode> start(Request request) {
        StateMachine machine = Optional.ofNullable(machines.get(request.requiredText("stateMachineArn")))
                .orElseThrow(() -> new ServiceException(
                        "StateMachineDoesNotExist",
                        "State Machine Does Not Exist: '" + request.requiredText("stateMachineArn") + "'"));
        String name = request.requiredText("name");
        if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
            throw new ServiceException("InvalidName", "Invalid Name: '" + name + "'");
        }
        Execution made = new Execution(
                machine,
                name,
                json("InvalidExecutionInput", request.text("input").orElse("{}")),
                clock,
                executor,
                this::invoke,
                moved -> moves.incrementAndGet());
        Execution known = executions.putIfAbsent(arn(made), made);
        if (known == null) {
            made.begin();
        } else if (known.status() != Execution.Status.RUNNING || !known.input().equals(made.input())) {
            throw new ServiceException("ExecutionAlreadyExists", "Execution Already Exists: '" + arn(made) + "'");
        }
        ObjectNode answer = request.answer().put("executionArn", arn(made));
        request.put(answer, "startDate", clock.instant());
        return Optional.of(answer);
    }

    private Optional<ObjectNode> describe(Request request) {
        Execution execution = Optional.ofNullable(executions.get(request.requiredText("executionArn")))
                .orElseThrow(() -> new ServiceException(
                        "ExecutionDoesNotExist",
                        "Execution Does Not Exist: '" + request.requiredText("executionArn") + "'"));
        ObjectNode answer = request.answer()
                .put("executionArn", arn(execution))
                .put("stateMachineArn", arn(execution.machine()))
                .put("name", execution.name())
                .put("status", execution.status().name())
                .put("input", execution.input().toString());
        return Optional.of(
                switch (execution.status()) {
                    case RUNNING -> answer;
                    case SUCCEEDED -> answer.put("output", execution.document().toString());
                    case FAILED -> answer.put("error", execution.error()).put("cause", execution.cause());
                });
    }

    private Optional<ObjectNode> succeed(Request request) {
        String token = request.requiredText("taskToken");
        JsonNode output = json("InvalidOutput", request.requiredText("output"));
        return given(request, executions.values().stream().anyMatch(execution -> execution.answer(token, output)));
    }

    private Optional<ObjectNode> fail(Request request) {
        String token = request.requiredText("taskToken");
        String error = request.text("error").orElse("");
        String cause = request.text("cause").orElse("");
        return given(
                request, executions.values().stream().anyMatch(execution -> execution.refuse(token, error, cause)));
    }

    /** API reference, "SendTaskSuccess": TaskTimedOut for a task for which no execution waits any more. */
    private static Optional<ObjectNode> given(Request request, boolean taken) {
        if (!taken) {
            throw new ServiceException("TaskTimedOut", "Task Timed Out: Provided task does not exist anymore");
        }
        return Optional.of(request.answer());
    }

    private static JsonNode json(String error, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new ServiceException(error, "Invalid JSON: " + broken.getOriginalMessage());
        }
    }

    private CompletableFuture<InvocationResult> invoke(String name, byte[] payload) {
        Function<byte[], CompletableFuture<InvocationResult>> function = functions.get(name);
        return function == null
                ? CompletableFuture.completedFuture(
                        new InvocationResult.Failed("Lambda.ResourceNotFoundException", "Function not found: " + name))
                : function.apply(payload);
    }

    @Override
    public void close() {
        server.close();
        timer.shutdownNow();
        executor.shutdownNow();
    }
}
