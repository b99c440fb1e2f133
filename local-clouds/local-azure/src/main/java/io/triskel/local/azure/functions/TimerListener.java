package io.triskel.local.azure.functions;

import io.triskel.local.azure.functions.wire.Data;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A running timer trigger: fires by its schedule, one execution at a time, and on demand. */
final class TimerListener {
    private final Trigger.Timer trigger;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final Function<Map<String, Data>, Execution> executions;
    private Optional<Instant> last = Optional.empty();

    /**
     * The listener does nothing before it is opened or fired.
     *
     * @param executions creates an execution of the function with these inputs; it is started later
     */
    TimerListener(
            Trigger.Timer trigger,
            InstantSource clock,
            ScheduledExecutorService timer,
            Function<Map<String, Data>, Execution> executions) {
        this.trigger = trigger;
        this.clock = clock;
        this.timer = timer;
        this.executions = executions;
    }

    void open() {
        trigger.schedule().after(clock.instant()).ifPresent(this::await);
    }

    CompletableFuture<ExecutionOutcome> fire() {
        return executions.apply(Map.of(trigger.binding(), timerInfo())).start();
    }

    private void await(Instant time) {
        long delay = Math.max(0, Duration.between(clock.instant(), time).toMillis());
        try {
            var unused = timer.schedule(() -> due(time), delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The host is closed.
        }
    }

    private void due(Instant time) {
        if (clock.instant().isBefore(time)) {
            await(time);
            return;
        }
        var unused = fire().thenRun(this::open);
    }

    /** "TimerInfo" as the host writes it. */
    private synchronized Data timerInfo() {
        Instant now = clock.instant();
        String before = last.orElse(Instant.EPOCH).toString();
        last = Optional.of(now);
        String next = trigger.schedule().after(now).orElse(now).toString();
        return new Data.Json("{\"Schedule\":{\"AdjustForDST\":true},\"ScheduleStatus\":{\"Last\":\"" + before
                + "\",\"Next\":\"" + next + "\",\"LastUpdated\":\"" + before + "\"},\"IsPastDue\":false}");
    }
}
