package io.triskel.azure.hosting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import io.triskel.azure.monitor.ClockMetrics;
import io.triskel.azure.tables.TableUpkeep;
import io.triskel.event.Deadline;
import io.triskel.hosting.clock.ClockFailedException;
import io.triskel.hosting.clock.TickReport;
import io.triskel.hosting.http.HttpAnswer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;

/**
 * Runs {@link io.triskel.hosting.clock.ClockWork}, by a timer, or over HTTP if {@link FunctionSettings#toldTime} lets drivers. Ticks
 * repeat while there is more to do and time is left; the answer is a {@link TickReport}.
 *
 * <p>An invocation of a timer fails in the end if a part of its work failed, or a consumer is silent: the host counts failed
 * invocations in a metric, which needs no log. It also fails if {@link ClockMetrics} were not accepted for so long that alarms on
 * them are blind.
 */
public final class ClockFunction {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String EVERY_MINUTE = "0 * * * * *";
    private static final int LIMIT = 500;

    private static final Duration DISCARDED_KEPT = Duration.ofDays(90);

    /** Apart from the tick's time, so that metrics tell of ticks that need all of it. */
    private static final Duration METRICS = Duration.ofSeconds(10);

    /** An alarm needs no more, and a lane costs a request. */
    private static final int MOST_COUNTED = 100;

    /** Nearly all of the minute until the next call, so that the inbox forgets as fast as entries come. */
    private static final Duration UPKEEP = Duration.ofSeconds(45);

    /** Called by the worker. */
    public ClockFunction() {}

    /** Once a minute. */
    @FunctionName("clock")
    public void clock(@TimerTrigger(name = "timer", schedule = EVERY_MINUTE) String timer, ExecutionContext context) {
        FunctionState running = FunctionState.get();
        TickReport report = tick(running, running.platform().clock().instant(), context);
        List<String> failures = new ArrayList<>(report.failures());
        report.silent()
                .forEach(consumer -> failures.add(consumer + " has seen no heartbeat for "
                        + report.heartbeatAges().get(consumer) + " s"));
        running.metrics()
                .flatMap(metrics -> publish(metrics, running, report, context))
                .ifPresent(failures::add);
        ClockFailedException.ifAny(failures);
    }

    /** {@return why alarms on the metrics are blind, if they are} A failure that may pass is only logged. */
    private static Optional<String> publish(
            ClockMetrics metrics, FunctionState running, TickReport report, ExecutionContext context) {
        Deadline deadline = Deadline.in(METRICS, running.platform().clock());
        Optional<ClockMetrics.Trouble> trouble =
                metrics.publish(report.heartbeatAges(), running.clock().parkedLanes(MOST_COUNTED, deadline), deadline);
        trouble.ifPresent(failed -> context.getLogger().warning(failed.what()));
        return trouble.filter(ClockMetrics.Trouble::lasting).map(ClockMetrics.Trouble::what);
    }

    /**
     * Takes {@code {"now":"2026-01-01T00:00:00Z"}}, or {@code {"replay":"all"}} when the cause of parked events is gone. Not in a
     * deployment: whoever tells the time fires timers early.
     */
    @FunctionName("tick")
    public HttpResponseMessage tick(
            @HttpTrigger(
                            name = "request",
                            route = "clock",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.FUNCTION)
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Optional<HttpAnswer> refusal = HttpMessages.refusal(request);
        if (refusal.isPresent()) {
            return HttpMessages.write(refusal.get(), request);
        }
        FunctionState running = FunctionState.get();
        if (!running.settings().toldTime()) {
            return request.createResponseBuilder(HttpStatus.NOT_FOUND).build();
        }
        try {
            JsonNode told = JSON.readTree(request.getBody().orElse(""));
            TickReport report = told.path("replay").asText("").equals("all")
                    ? told(running, running.clock().replayAll(LIMIT, running.deadline()), context)
                    : tick(running, now(running, told), context);
            return request.createResponseBuilder(HttpStatus.OK)
                    .header("Content-Type", "application/json")
                    .body(running.platform().states().encode(report))
                    .build();
        } catch (IOException | DateTimeParseException unreadable) {
            return request.createResponseBuilder(HttpStatus.BAD_REQUEST).build();
        }
    }

    private static Instant now(FunctionState running, JsonNode told) {
        JsonNode now = told.path("now");
        return now.isTextual()
                ? Instant.parse(now.textValue())
                : running.platform().clock().instant();
    }

    private static TickReport tick(FunctionState running, Instant now, ExecutionContext context) {
        return told(running, running.clock().ticks(now, LIMIT, running.deadline()), context);
    }

    private static TickReport told(FunctionState running, TickReport report, ExecutionContext context) {
        report.failures().forEach(running::trouble);
        if (!report.heartbeatAges().isEmpty()) {
            context.getLogger()
                    .info(() -> JSON.valueToTree(Map.of("heartbeatAges", report.heartbeatAges()))
                            .toString());
        }
        running.write("clock", context.getLogger()::info);
        return report;
    }

    /** Once a minute: {@link TableUpkeep}, because Table Storage has neither a time to live nor indexes. */
    @FunctionName("upkeep")
    public void upkeep(
            @TimerTrigger(name = "timer", schedule = "30 * * * * *") String timer, ExecutionContext context) {
        FunctionState running = FunctionState.get();
        TableUpkeep.Report report = running.upkeep()
                .run(
                        running.consumers(),
                        running.settings().inboxRetention(),
                        DISCARDED_KEPT,
                        Deadline.in(UPKEEP, running.platform().clock()));
        if (!report.isEmpty()) {
            Level level = report.failures().isEmpty() ? Level.INFO : Level.WARNING;
            context.getLogger().log(level, report::toString);
        }
        ClockFailedException.ifAny(report.failures());
    }
}
