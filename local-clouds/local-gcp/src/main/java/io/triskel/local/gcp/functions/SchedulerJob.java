package io.triskel.local.gcp.functions;

import io.triskel.local.Daemons;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A job of Cloud Scheduler that posts to a function by the clock, or on demand. It does not retry, by default as in the
 * service.
 */
public final class SchedulerJob implements AutoCloseable {
    private final String job;
    private final CloudFunction function;
    private final String path;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private volatile BooleanSupplier mayCall = () -> true;

    private SchedulerJob(String job, CloudFunction function, String path, InstantSource clock) {
        this.job = job;
        this.function = function;
        this.path = path;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(Daemons.named("schedule-" + job));
    }

    static SchedulerJob onDemand(String job, CloudFunction function, String path, InstantSource clock) {
        return new SchedulerJob(job, function, path, clock);
    }

    static SchedulerJob atRate(String job, Duration rate, CloudFunction function, String path, InstantSource clock) {
        SchedulerJob schedule = new SchedulerJob(job, function, path, clock);
        ScheduledFuture<?> unused = schedule.timer.scheduleAtFixedRate(
                () -> schedule.fire().join(), rate.toNanos(), rate.toNanos(), TimeUnit.NANOSECONDS);
        return schedule;
    }

    /**
     * {@return this job, which checks before each call whether its service account may call the function} The function
     * then requires authentication.
     */
    public SchedulerJob asking(BooleanSupplier whetherItMay) {
        mayCall = whetherItMay;
        return this;
    }

    /** Posts as at that time, with this body. */
    public CompletableFuture<FunctionResponse> fire(Instant time, byte[] body) {
        if (!mayCall.getAsBoolean()) {
            return CompletableFuture.completedFuture(FunctionResponse.instead(403, "Forbidden"));
        }
        Map<String, String> headers = new TreeMap<>(Map.of(
                "content-type",
                body.length == 0 ? "application/octet-stream" : "application/json",
                "user-agent",
                "Google-Cloud-Scheduler",
                "x-cloudscheduler",
                "true",
                "x-cloudscheduler-jobname",
                job,
                "x-cloudscheduler-scheduletime",
                time.toString()));
        return function.invoke(FunctionRequest.post(path, headers, body));
    }

    /** Posts now, with an empty body. */
    public CompletableFuture<FunctionResponse> fire() {
        return fire(clock.instant(), new byte[0]);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
