package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.Daemons;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An EventBridge rule that invokes a function by the clock, or on demand. */
public final class ScheduleRule implements AutoCloseable {
    /** A failed asynchronous invocation is retried twice (Lambda developer guide, "Asynchronous invocation"). */
    private static final int RETRIES = 2;

    private final String rule;
    private final LambdaFunction function;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;

    private ScheduleRule(String rule, LambdaFunction function, InstantSource clock) {
        this.rule = rule;
        this.function = function;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(Daemons.named("schedule-" + rule));
    }

    static ScheduleRule onDemand(String rule, LambdaFunction function, InstantSource clock) {
        return new ScheduleRule(rule, function, clock);
    }

    static ScheduleRule atRate(String rule, Duration rate, LambdaFunction function, InstantSource clock) {
        ScheduleRule schedule = new ScheduleRule(rule, function, clock);
        ScheduledFuture<?> unused = schedule.timer.scheduleAtFixedRate(
                () -> {
                    CompletableFuture<InvocationResult> result = schedule.fire(clock.instant());
                    result.join();
                },
                rate.toNanos(),
                rate.toNanos(),
                TimeUnit.NANOSECONDS);
        return schedule;
    }

    /** Fires as at that time; returns the result of the last attempt. */
    public CompletableFuture<InvocationResult> fire(Instant time) {
        return attempt(event(time), RETRIES);
    }

    /** Fires now. */
    public CompletableFuture<InvocationResult> fire() {
        return fire(clock.instant());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private CompletableFuture<InvocationResult> attempt(byte[] event, int retries) {
        return function.invoke(event).thenCompose(result -> {
            boolean again = retries > 0 && result instanceof InvocationResult.Failed;
            return again ? attempt(event, retries - 1) : CompletableFuture.completedFuture(result);
        });
    }

    private byte[] event(Instant time) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", "0").put("id", UUID.randomUUID().toString());
        node.put("detail-type", "Scheduled Event").put("source", "aws.events").put("account", "000000000000");
        node.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString()).put("region", "us-east-1");
        node.putArray("resources").add("arn:aws:events:us-east-1:000000000000:rule/" + rule);
        node.putObject("detail");
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
