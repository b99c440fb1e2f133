package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.ChildProcess;
import io.triskel.local.aws.lambda.InvocationResult.Failed;
import io.triskel.local.aws.lambda.InvocationResult.Succeeded;
import io.triskel.local.function.MetricsCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One JVM that runs the function, and its current invocation. The JVM is used until it times out, ends by itself or is
 * killed; then its invocation fails, and the function starts another JVM.
 */
final class ExecutionEnvironment {
    static final String TIMED_OUT = "Sandbox.Timedout";

    /** 10 s in the service; here only a fault reaches it, since a laptop starts many JVMs at the same time on few cores. */
    private static final Duration INIT_LIMIT = Duration.ofMinutes(4);

    /** "6 MB each for request and response (synchronous)" (Lambda developer guide, "Quotas"). */
    static final int PAYLOAD_BYTES = 6 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id = UUID.randomUUID().toString();
    private final FunctionDefinition function;
    private final ScheduledExecutorService timer;
    private final MetricsCounter metrics;
    private final long startedAt = System.nanoTime();

    private Optional<ChildProcess> process = Optional.empty();
    private Optional<HttpExchange> poll = Optional.empty();
    private Optional<Work> work = Optional.empty();
    private Optional<Future<?>> alarm = Optional.empty();
    private Optional<String> initError = Optional.empty();
    private boolean polledOnce;
    private boolean workedOnce;
    private boolean ended;

    ExecutionEnvironment(FunctionDefinition function, ScheduledExecutorService timer, MetricsCounter metrics) {
        this.function = function;
        this.timer = timer;
        this.metrics = metrics;
    }

    private record Work(
            String requestId, byte[] payload, CompletableFuture<InvocationResult> result, Optional<Long> sentAt) {}

    String id() {
        return id;
    }

    /** Starts the JVM; {@code whenEnded} runs once, when the JVM has ended for any reason. */
    void start(Function<ExecutionEnvironment, ChildProcess> launcher, Runnable whenEnded) {
        ChildProcess started = launcher.apply(this);
        synchronized (this) {
            process = Optional.of(started);
            if (ended) {
                started.kill();
            } else if (!polledOnce) {
                alarm = Optional.of(schedule(INIT_LIMIT, () -> end(TIMED_OUT, "Init timed out after " + INIT_LIMIT)));
            }
        }
        CompletableFuture<Void> unused = started.onExit().thenAccept(status -> {
            end("Runtime.ExitError", "RequestId: " + id + " Error: Runtime exited with error: exit status " + status);
            whenEnded.run();
        });
    }

    /** Passes an invocation to the JVM; no other may be in progress. */
    CompletableFuture<InvocationResult> invoke(String requestId, byte[] payload) {
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        Runnable send;
        synchronized (this) {
            if (ended) {
                return CompletableFuture.completedFuture(new Failed("Runtime.ExitError", "The environment has ended"));
            }
            work = Optional.of(new Work(requestId, payload, result, Optional.empty()));
            send = match();
        }
        send.run();
        return result;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    void polled(HttpExchange call) {
        Runnable send;
        synchronized (this) {
            if (!polledOnce) {
                polledOnce = true;
                metrics.coldStart(Duration.ofNanos(System.nanoTime() - startedAt));
                disarm();
            }
            poll = Optional.of(call);
            send = match();
        }
        send.run();
    }

    void responded(String requestId, byte[] payload) {
        if (payload.length > PAYLOAD_BYTES) {
            finish(requestId, new Failed("Function.ResponseSizeTooLarge", "Response payload size exceeded maximum"));
        } else {
            finish(requestId, new Succeeded(payload));
        }
    }

    void failed(String requestId, byte[] error) {
        JsonNode node = parse(error);
        finish(
                requestId,
                new Failed(
                        node.path("errorType").asText("Unhandled"),
                        node.path("errorMessage").asText("")));
    }

    /** The process reports that the function cannot be initialized, and exits by itself. */
    synchronized void failedToStart(byte[] error) {
        JsonNode node = parse(error);
        initError = Optional.of(node.path("errorType").asText("") + ": "
                + node.path("errorMessage").asText(""));
    }

    /**
     * Kills the JVM, with this error as the outcome of its invocation. The outcome is reported when the JVM has ended, so
     * that no retry starts while the old JVM is still working.
     */
    void end(String errorType, String message) {
        Optional<Work> lost;
        CompletableFuture<Integer> gone;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            disarm();
            lost = work;
            work = Optional.empty();
            poll.ifPresent(HttpExchange::close);
            process.ifPresent(ChildProcess::kill);
            gone = process.map(ChildProcess::onExit).orElseGet(() -> CompletableFuture.completedFuture(0));
        }
        String reason = initError.map(error -> message + "; " + error).orElse(message);
        lost.ifPresent(invocation -> {
            var unused = gone.thenAccept(status -> complete(invocation, new Failed(errorType, reason)));
        });
    }

    /**
     * Matches a waiting poll with a waiting invocation; the returned action sends the invocation, and runs outside the
     * lock.
     */
    private Runnable match() {
        if (poll.isEmpty() || work.isEmpty() || work.get().sentAt().isPresent()) {
            return () -> {};
        }
        HttpExchange call = poll.get();
        Work next = work.get();
        poll = Optional.empty();
        work = Optional.of(new Work(next.requestId(), next.payload(), next.result(), Optional.of(System.nanoTime())));
        Duration limit = function.timeout();
        String timedOut = "RequestId: %s Error: Task timed out after %.2f seconds"
                .formatted(next.requestId(), limit.toMillis() / 1000.0);
        alarm = Optional.of(schedule(limit, () -> end(TIMED_OUT, timedOut)));
        return () -> send(call, next, limit);
    }

    private void send(HttpExchange call, Work next, Duration limit) {
        try (call) {
            Headers headers = call.getResponseHeaders();
            headers.set("Lambda-Runtime-Aws-Request-Id", next.requestId());
            headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + limit.toMillis()));
            headers.set("Lambda-Runtime-Invoked-Function-Arn", function.arn());
            headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
            headers.set("Content-Type", "application/json");
            call.sendResponseHeaders(200, next.payload().length);
            call.getResponseBody().write(next.payload());
        } catch (IOException e) {
            // The process has ended or is ending; its exit settles the invocation.
        }
    }

    private void finish(String requestId, InvocationResult result) {
        Optional<Work> done;
        synchronized (this) {
            done = work.filter(current -> current.requestId().equals(requestId));
            if (done.isPresent()) {
                work = Optional.empty();
                disarm();
            }
        }
        done.ifPresent(invocation -> complete(invocation, result));
    }

    private void complete(Work invocation, InvocationResult result) {
        long now = System.nanoTime();
        metrics.invoked(ending(result), now - invocation.sentAt().orElse(now));
        synchronized (this) {
            if (!workedOnce) {
                workedOnce = true;
                metrics.firstInvocation(Duration.ofNanos(now - startedAt));
            }
        }
        invocation.result().complete(result);
    }

    private static MetricsCounter.Ending ending(InvocationResult result) {
        if (!(result instanceof Failed failed)) {
            return MetricsCounter.Ending.SUCCEEDED;
        }
        return failed.errorType().equals(TIMED_OUT) ? MetricsCounter.Ending.TIMED_OUT : MetricsCounter.Ending.FAILED;
    }

    private Future<?> schedule(Duration delay, Runnable task) {
        return timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        alarm.ifPresent(future -> future.cancel(false));
        alarm = Optional.empty();
    }

    private static JsonNode parse(byte[] error) {
        try {
            return JSON.readTree(error);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
