package io.triskel.gcp.hosting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.clock.TickReport;
import io.triskel.hosting.function.FunctionRole;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Runs {@link ClockWork}, called by a job of Cloud Scheduler: the job's {@code X-CloudScheduler-ScheduleTime} counts as now.
 * Ticks repeat while there is more to do and time is left; the answer is a {@link TickReport}. Its status is 500 if a part of what
 * the job asked for failed, so that Cloud Run's own metric counts it.
 *
 * <p>An operator who has removed the cause of parked events posts {@code {"replay":"all"}}.
 */
public final class ClockFunction implements com.google.cloud.functions.HttpFunction {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEDULED = "X-CloudScheduler-ScheduleTime";
    private static final int LIMIT = 500;
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;

    private final FunctionState running;
    private final ClockWork work;

    /** Called by the runtime. */
    public ClockFunction() {
        running = FunctionState.start(System.getenv(), FunctionRole.CLOCK);
        work = new ClockWork(running.hosted().application());
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        try {
            boolean replays = JSON.readTree(request.getInputStream())
                    .path("replay")
                    .asText("")
                    .equals("all");
            TickReport report = running.withinDeadline(
                    deadline -> replays ? work.replayAll(LIMIT, deadline) : work.ticks(now(request), LIMIT, deadline));
            report.failures().forEach(running.journal()::trouble);
            report.heartbeatAges().forEach((consumer, age) -> System.out.println(LogEntry.heartbeat(consumer, age)));
            if (!replays
                    && request.getFirstHeader(SCHEDULED).isPresent()
                    && !report.failures().isEmpty()) {
                response.setStatusCode(FAILED);
            }
            response.setContentType("application/json");
            response.getOutputStream().write(running.platform().states().encode(report));
        } catch (JsonProcessingException | DateTimeParseException unreadable) {
            response.setStatusCode(BAD_REQUEST);
            response.getWriter().write(String.valueOf(unreadable.getMessage()));
        } finally {
            running.write("clock");
        }
    }

    private Instant now(HttpRequest request) {
        return request.getFirstHeader(SCHEDULED)
                .map(Instant::parse)
                .orElseGet(() -> running.platform().clock().instant());
    }
}
