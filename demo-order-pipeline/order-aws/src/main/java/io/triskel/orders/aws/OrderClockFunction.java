package io.triskel.orders.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.lambda.SnapStart;
import io.triskel.event.Deadline;
import io.triskel.orders.clock.ClockWork;
import io.triskel.orders.clock.TickReport;
import io.triskel.orders.function.FunctionRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Runs {@link ClockWork}, called by an EventBridge schedule: the event's {@code time} counts as now. Ticks repeat while there
 * is more to do and time is left; the answer is a {@link TickReport}.
 *
 * <p>An operator who has removed the cause of parked events calls this function with {@code {"detail":{"replay":"all"}}}.
 */
public final class OrderClockFunction implements RequestStreamHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 500;

    private final FunctionState running;
    private final ClockWork work;

    @SuppressWarnings("UnusedVariable") // only held: the runtime holds it weakly
    private final SnapStart hooks;

    /** Called by Lambda. */
    public OrderClockFunction() {
        running = FunctionState.start(System.getenv(), FunctionRole.CLOCK);
        work = new ClockWork(running.pipeline(), running.ports());
        hooks = SnapStart.hooks(System.getenv(), running::connect, () -> {});
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        InstantSource clock = running.ports().platform().clock();
        Deadline deadline = running.begin(context);
        JsonNode schedule = JSON.readTree(event);
        try {
            TickReport report =
                    schedule.path("detail").path("replay").asText("").equals("all")
                            ? work.replayAll(LIMIT, deadline)
                            : work.ticks(time(schedule, clock), LIMIT, deadline);
            report.failures().forEach(running.journal()::trouble);
            answer.write(running.ports().platform().states().encode(report));
        } finally {
            running.write("clock", context.getLogger());
        }
    }

    private static Instant time(JsonNode schedule, InstantSource clock) {
        JsonNode time = schedule.path("time");
        return time.isTextual() ? Instant.parse(time.textValue()) : clock.instant();
    }
}
