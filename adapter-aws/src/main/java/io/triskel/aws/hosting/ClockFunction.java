package io.triskel.aws.hosting;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.aws.dynamodb.ParkingCollector;
import io.triskel.aws.lambda.SnapStart;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.hosting.clock.ClockFailedException;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.clock.TickReport;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs {@link ClockWork}, called by an EventBridge schedule: the event's {@code time} counts as now. Ticks repeat while there
 * is more to do and time is left, then {@link ParkingCollector} looks at its part of that minute; the answer is a {@link TickReport}.
 * A scheduled invocation of which a part failed fails in the end, so that Lambda's metric {@code Errors} counts it.
 *
 * <p>An operator who has removed the cause of parked events calls this function with {@code {"detail":{"replay":"all"}}}.
 */
public final class ClockFunction implements RequestStreamHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 500;

    /** The field {@code source} of a rule's event (EventBridge user guide, "Scheduled events"). */
    private static final String SCHEDULE = "aws.events";

    /** How long discarded events are kept, for people. */
    private static final Duration DISCARDED_KEPT = Duration.ofDays(90);

    private static final Duration ORPHANS_KEPT = Duration.ofDays(1);
    private static final int MINUTES_OF_A_DAY = 24 * 60;

    private final FunctionState running;
    private final ClockWork work;
    private final ParkingCollector collector;

    @SuppressWarnings("UnusedVariable") // only held: the runtime holds it weakly
    private final SnapStart hooks;

    /** Called by Lambda. */
    public ClockFunction() {
        running = FunctionState.start(System.getenv(), FunctionRole.CLOCK);
        work = new ClockWork(
                running.hosted().application().withOthers(EnvironmentReader.otherConsumers(System.getenv())));
        collector = new ParkingCollector(
                running.clients().dynamoDb(),
                running.settings().tables(),
                running.platform().clock());
        hooks = SnapStart.hooks(System.getenv(), running::connect, () -> {});
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        InstantSource clock = running.platform().clock();
        Deadline deadline = running.begin(context);
        JsonNode schedule = JSON.readTree(event);
        try {
            TickReport report =
                    schedule.path("detail").path("replay").asText("").equals("all")
                            ? work.replayAll(LIMIT, deadline)
                            : work.ticks(time(schedule, clock), LIMIT, deadline);
            List<String> failures = new ArrayList<>(report.failures());
            collect(time(schedule, clock), deadline).ifPresent(failures::add);
            failures.forEach(running.journal()::trouble);
            HeartbeatMetric.of(report, context.getFunctionName(), clock.instant())
                    .forEach(line -> context.getLogger().log(line + "\n"));
            if (schedule.path("source").asText().equals(SCHEDULE)) {
                ClockFailedException.ifAny(failures);
            }
            answer.write(running.platform().states().encode(report));
        } finally {
            running.write("clock", context.getLogger());
        }
    }

    /** Each minute a part of the parking lot's table, so that a day sees all of it. */
    private Optional<String> collect(Instant now, Deadline deadline) {
        int minute = Math.floorMod(now.getEpochSecond() / 60, MINUTES_OF_A_DAY);
        try {
            collector.collectPart(DISCARDED_KEPT, ORPHANS_KEPT, minute, MINUTES_OF_A_DAY, deadline);
            return Optional.empty();
        } catch (PortException failed) {
            return Optional.of("collecting what was discarded: " + failed.getMessage());
        }
    }

    private static Instant time(JsonNode schedule, InstantSource clock) {
        JsonNode time = schedule.path("time");
        return time.isTextual() ? Instant.parse(time.textValue()) : clock.instant();
    }
}
