package io.triskel.local.azure.functions;

import io.triskel.local.ChildProcess;
import io.triskel.local.azure.functions.wire.Connection;
import io.triskel.local.azure.functions.wire.Data;
import io.triskel.local.azure.functions.wire.Message;
import io.triskel.local.azure.functions.wire.Message.Attempt;
import io.triskel.local.function.MetricsCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JVM with all functions of an app, and its current invocations. A process that has ended is never started again.
 */
final class WorkerProcess {
    /** 60 s in the real host; here only a fault reaches it, since a laptop starts many JVMs at the same time on few cores. */
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    /** The pause after a process ended before it had loaded its functions. */
    private static final Duration START_PAUSE = Duration.ofSeconds(1);

    private final String id = UUID.randomUUID().toString();
    private final String token = UUID.randomUUID().toString();
    private final AppPackage app;
    private final ScheduledExecutorService timer;
    private final Function<String, MetricsCounter> metrics;
    private final long startedAt = System.nanoTime();
    private final CompletableFuture<Connection> ready = new CompletableFuture<>();
    private final Map<String, List<String>> metadata = new ConcurrentHashMap<>();

    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private @Nullable ChildProcess process;
    private Duration untilLoaded = Duration.ZERO;
    private boolean workedOnce;
    private boolean ended;

    WorkerProcess(AppPackage app, ScheduledExecutorService timer, Function<String, MetricsCounter> metrics) {
        this.app = app;
        this.timer = timer;
        this.metrics = metrics;
    }

    private record Pending(
            String function,
            CompletableFuture<ExecutionOutcome> result,
            Optional<Long> sentAt,
            Optional<Future<?>> alarm) {}

    /** The id of the instance; functions can read it, and it names the log file. */
    String id() {
        return id;
    }

    /** The token that the process sends when it connects. */
    String token() {
        return token;
    }

    /** Starts the JVM; {@code whenEnded} runs once, when the JVM has ended for any reason. */
    void start(Function<WorkerProcess, ChildProcess> launcher, Runnable whenEnded) {
        ChildProcess started = launcher.apply(this);
        synchronized (this) {
            process = started;
            if (ended) {
                started.kill();
            }
        }
        Future<?> startAlarm = timer.schedule(this::endUnlessReady, START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> unused = started.onExit().thenAccept(status -> {
            startAlarm.cancel(false);
            var unusedToo = end(
                    ready.isDone()
                            ? new ExecutionOutcome.Failed("The worker process exited with " + status)
                            : new ExecutionOutcome.Lost(START_PAUSE));
            whenEnded.run();
        });
    }

    /** Called when the process has connected; reads on the calling thread until the process has ended. */
    void serve(Connection connection) {
        try {
            for (FunctionDefinition function : app.functions()) {
                connection.write(new Message.Load(function.name(), function.entryPoint()));
            }
            while (true) {
                heard(connection, connection.read());
            }
        } catch (IOException e) {
            // The process has gone or is going; its exit settles its invocations.
        }
    }

    /**
     * Passes an invocation to the process.
     *
     * @param inputs creates the inputs from the names of the metadata that the function asks for
     */
    CompletableFuture<ExecutionOutcome> invoke(
            String function, Attempt attempt, Function<List<String>, Map<String, Data>> inputs) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<ExecutionOutcome> result = new CompletableFuture<>();
        synchronized (this) {
            if (ended) {
                return CompletableFuture.completedFuture(new ExecutionOutcome.Lost(Duration.ZERO));
            }
            pending.put(id, new Pending(function, result, Optional.empty(), Optional.empty()));
        }
        var unused = ready.thenAccept(connection -> send(connection, id, function, attempt, inputs));
        return result;
    }

    /**
     * Kills the JVM, with this outcome for its current invocations. The outcome is reported when the process has ended,
     * so that no retry starts while the old process is still working.
     */
    CompletableFuture<Void> end(ExecutionOutcome outcome) {
        return end(invocation -> outcome);
    }

    private CompletableFuture<Void> end(Function<String, ExecutionOutcome> outcomes) {
        Map<String, Pending> lost;
        CompletableFuture<Integer> gone;
        synchronized (this) {
            gone = process == null ? CompletableFuture.completedFuture(0) : process.onExit();
            lost = new LinkedHashMap<>(pending);
            pending.clear();
            ended = true;
            if (process != null) {
                process.kill();
            }
        }
        return gone.thenAccept(status -> lost.forEach((id, invocation) -> complete(invocation, outcomes.apply(id))));
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    private void endUnlessReady() {
        if (!ready.isDone()) {
            var unused = end(new ExecutionOutcome.Lost(START_PAUSE));
        }
    }

    private void heard(Connection connection, Message message) {
        if (message instanceof Message.Loaded loaded) {
            metadata.put(loaded.function(), loaded.metadata());
            if (metadata.size() == app.functions().size()) {
                synchronized (this) {
                    untilLoaded = Duration.ofNanos(System.nanoTime() - startedAt);
                }
                ready.complete(connection);
            }
        } else if (message instanceof Message.Returned returned) {
            finish(returned.id(), new ExecutionOutcome.Succeeded(returned.result()));
        } else if (message instanceof Message.Thrown thrown) {
            finish(thrown.id(), new ExecutionOutcome.Failed(thrown.problem()));
        }
    }

    private void send(
            Connection connection,
            String id,
            String function,
            Attempt attempt,
            Function<List<String>, Map<String, Data>> inputs) {
        Map<String, Data> values = inputs.apply(metadata.getOrDefault(function, List.of()));
        synchronized (this) {
            Pending waiting = pending.get(id);
            if (waiting == null) {
                return;
            }
            Optional<Future<?>> alarm = app.host()
                    .timeout()
                    .map(limit -> timer.schedule(() -> timeOut(id, limit), limit.toMillis(), TimeUnit.MILLISECONDS));
            pending.put(id, new Pending(function, waiting.result(), Optional.of(System.nanoTime()), alarm));
        }
        try {
            connection.write(new Message.Invoke(id, function, attempt, values));
        } catch (IOException e) {
            // The process has gone or is going; its exit settles the invocation.
        }
    }

    /**
     * Like the real host, ends the process for one invocation that takes too long, so its other invocations fail too.
     */
    private void timeOut(String id, Duration limit) {
        synchronized (this) {
            if (!pending.containsKey(id)) {
                return;
            }
        }
        ExecutionOutcome restarted =
                new ExecutionOutcome.Failed("The worker process was restarted, since another invocation timed out");
        var unused = end(other -> other.equals(id) ? new ExecutionOutcome.TimedOut(limit) : restarted);
    }

    private void finish(String id, ExecutionOutcome outcome) {
        Pending done;
        synchronized (this) {
            done = pending.remove(id);
        }
        if (done != null) {
            complete(done, outcome);
        }
    }

    private void complete(Pending invocation, ExecutionOutcome outcome) {
        long now = System.nanoTime();
        invocation.alarm().ifPresent(alarm -> alarm.cancel(false));
        if (invocation.sentAt().isPresent()) {
            MetricsCounter counter = metrics.apply(invocation.function());
            counter.invoked(ending(outcome), now - invocation.sentAt().get());
            synchronized (this) {
                if (!workedOnce) {
                    workedOnce = true;
                    counter.coldStart(untilLoaded);
                    counter.firstInvocation(Duration.ofNanos(now - startedAt));
                }
            }
        }
        invocation.result().complete(outcome);
    }

    private static MetricsCounter.Ending ending(ExecutionOutcome outcome) {
        if (outcome instanceof ExecutionOutcome.Succeeded) {
            return MetricsCounter.Ending.SUCCEEDED;
        }
        return outcome instanceof ExecutionOutcome.TimedOut
                ? MetricsCounter.Ending.TIMED_OUT
                : MetricsCounter.Ending.FAILED;
    }
}
