package io.triskel.local.aws.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.aws.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One execution of a state machine. All of its work runs on the executor; it waits without a thread. */
final class Execution {
    /** Without TimeoutSeconds a task may take this long (specification, "Task State": 99999999 at most). */
    private static final long LONGEST_SECONDS = 99_999_999;

    /** The status of an execution, in the service's words. */
    enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /** The event that a task waits for. */
    private sealed interface Waiting {
        /** Waits for the function and then, if there is a token, for its answer. */
        record ForAnswer(String attempt, boolean byToken, Instant timeout, boolean called) implements Waiting {}

        /** Waits to retry. */
        record ToRetry(Instant at) implements Waiting {}
    }

    private final StateMachine machine;
    private final String name;
    private final JsonNode input;
    private final InstantSource clock;
    private final Executor executor;
    private final BiFunction<String, byte[], CompletableFuture<InvocationResult>> functions;
    private final Consumer<Execution> moved;

    private Status status = Status.RUNNING;
    private String state;
    private JsonNode document;
    private String error = "";
    private String cause = "";
    private @Nullable Waiting waiting;
    private Map<Integer, Integer> tries = new HashMap<>();

    /**
     * Creates an execution; {@link #begin} starts it.
     *
     * @param functions invokes a function by name
     * @param moved called at each step, so that an observer notices progress
     */
    Execution(
            StateMachine machine,
            String name,
            JsonNode input,
            InstantSource clock,
            Executor executor,
            BiFunction<String, byte[], CompletableFuture<InvocationResult>> functions,
            Consumer<Execution> moved) {
        this.machine = machine;
        this.name = name;
        this.input = input;
        this.clock = clock;
        this.executor = executor;
        this.functions = functions;
        this.moved = moved;
        this.state = machine.startAt();
        this.document = input;
    }

    void begin() {
        executor.execute(this::run);
    }

    String name() {
        return name;
    }

    JsonNode input() {
        return input;
    }

    StateMachine machine() {
        return machine;
    }

    synchronized Status status() {
        return status;
    }

    synchronized JsonNode document() {
        return document;
    }

    synchronized String error() {
        return error;
    }

    synchronized String cause() {
        return cause;
    }

    /** {@return whether the execution waits for an answer, a time-out or a retry} */
    synchronized boolean isAtRest() {
        return status != Status.RUNNING
                || (waiting instanceof Waiting.ForAnswer answer && answer.byToken() && answer.called());
    }

    /** {@return whether the execution waits for this token; if so the token has its answer now} */
    synchronized boolean answer(String token, JsonNode output) {
        if (!isWaitedFor(token)) {
            return false;
        }
        begin(() -> succeed(output));
        return true;
    }

    /** {@return whether the execution waits for this token; if so its task has failed now} */
    synchronized boolean refuse(String token, String why, String because) {
        if (!isWaitedFor(token)) {
            return false;
        }
        begin(() -> fail(new StateException(why, because)));
        return true;
    }

    private boolean isWaitedFor(String token) {
        return waiting instanceof Waiting.ForAnswer answer
                && answer.byToken()
                && answer.attempt().equals(token);
    }

    /** Does the work that is due at this moment: a time-out or a retry. */
    synchronized void fireDue(Instant now) {
        if (waiting instanceof Waiting.ForAnswer answer && !answer.timeout().isAfter(now)) {
            begin(() -> fail(new StateException("States.Timeout", "The task timed out")));
        } else if (waiting instanceof Waiting.ToRetry retry && !retry.at().isAfter(now)) {
            begin(() -> {});
        }
    }

    /** Continues, with the latest event first. */
    private void begin(Runnable what) {
        waiting = null;
        executor.execute(() -> {
            synchronized (this) {
                what.run();
            }
            run();
        });
    }

    /** Runs one state after another, until there is something to wait for. */
    private synchronized void run() {
        while (status == Status.RUNNING && waiting == null) {
            moved.accept(this);
            JsonNode current = Objects.requireNonNull(machine.states().get(state));
            try {
                enter(current);
            } catch (StateException failed) {
                fail(failed);
            }
        }
        moved.accept(this);
    }

    private void enter(JsonNode current) {
        switch (current.path("Type").asText()) {
            case "Pass" -> succeed(current.has("Result") ? current.path("Result") : document);
            case "Choice" -> go(choice(current));
            case "Succeed" -> status = Status.SUCCEEDED;
            case "Fail" ->
                end(current.path("Error").asText(), current.path("Cause").asText());
            default -> call(current);
        }
    }

    private String choice(JsonNode current) {
        for (JsonNode rule : current.path("Choices")) {
            JsonNode value = Paths.read(document, rule.path("Variable").asText());
            if (value.isTextual() && value.equals(rule.path("StringEquals"))) {
                return rule.path("Next").asText();
            }
        }
        if (current.has("Default")) {
            return current.path("Default").asText();
        }
        // Specification, "Choice State": this error if nothing matches.
        throw new StateException("States.NoChoiceMatched", "No rule of " + state + " matches");
    }

    private void call(JsonNode task) {
        boolean byToken = task.path("Resource").asText().equals(StateMachine.ASK_AND_WAIT);
        String attempt = UUID.randomUUID().toString();
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.putObject("Execution").put("Name", name).set("Input", input);
        context.putObject("State").put("Name", state);
        context.putObject("Task").put("Token", attempt);
        ObjectNode parameters = Paths.fill((ObjectNode) task.path("Parameters"), document, context);
        Instant timeout =
                clock.instant().plusSeconds(task.path("TimeoutSeconds").asLong(LONGEST_SECONDS));
        waiting = new Waiting.ForAnswer(attempt, byToken, timeout, false);
        byte[] payload = parameters.path("Payload").toString().getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Void> unused = functions
                .apply(parameters.path("FunctionName").asText(), payload)
                .handleAsync((result, broken) -> called(attempt, result, broken), executor);
    }

    private @Nullable Void called(String attempt, @Nullable InvocationResult result, @Nullable Throwable broken) {
        synchronized (this) {
            if (!(waiting instanceof Waiting.ForAnswer answer)
                    || !answer.attempt().equals(attempt)) {
                // Answered or given up meanwhile.
                return null;
            }
            if (result instanceof InvocationResult.Succeeded succeeded) {
                if (answer.byToken()) {
                    waiting = new Waiting.ForAnswer(attempt, true, answer.timeout(), true);
                    moved.accept(this);
                    return null;
                }
                waiting = null;
                succeed(JsonNodeFactory.instance
                        .objectNode()
                        .put("StatusCode", 200)
                        .put("Payload", succeeded.text()));
            } else {
                waiting = null;
                fail(StateException.of(result, broken));
            }
        }
        run();
        return null;
    }

    private void succeed(JsonNode result) {
        JsonNode path = current().path("ResultPath");
        if (!path.isNull()) {
            // Specification, "ResultPath": null drops the result, without it the result is the output.
            document = Paths.write(document, path.asText("$"), result);
        }
        if (current().path("End").asBoolean()) {
            status = Status.SUCCEEDED;
        } else {
            go(current().path("Next").asText());
        }
    }

    private JsonNode current() {
        return Objects.requireNonNull(machine.states().get(state));
    }

    private void go(String next) {
        state = next;
        tries = new HashMap<>();
    }

    /** Retriers first, in order, each with its own count; then catchers (specification, "Errors"). */
    private void fail(StateException failed) {
        ErrorHandlers handlers = new ErrorHandlers(current(), failed.error());
        Optional<Duration> pause = handlers.retry(tries);
        if (pause.isPresent()) {
            waiting = new Waiting.ToRetry(clock.instant().plus(pause.get()));
            return;
        }
        Optional<JsonNode> caught = handlers.catcher();
        if (caught.isEmpty()) {
            end(failed.error(), failed.cause());
            return;
        }
        ObjectNode what = JsonNodeFactory.instance
                .objectNode()
                .put("Error", failed.error())
                .put("Cause", failed.cause());
        document = Paths.write(document, caught.get().path("ResultPath").asText("$"), what);
        go(caught.get().path("Next").asText());
    }

    private void end(String why, String because) {
        status = Status.FAILED;
        error = why;
        cause = because;
    }
}
