package io.triskel.hosting.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.hosting.operation.Operations.Replayed;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Invokes a consumer's function until nothing more is handled. */
final class FunctionReplay {
    /** Functions have a minute or more; a cloud's front end may give up after it. */
    private static final Duration ONE_INVOCATION = Duration.ofSeconds(50);

    /** As much of an answer that cannot be read as a message shows. */
    private static final int SHOWN = 200;

    private static final List<String> COUNTS = List.of("handled", "duplicates", "failed", "opened", "busy");

    private final ConsumerFunctions functions;
    private final ParkingLot parking;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();

    FunctionReplay(ConsumerFunctions functions, ParkingLot parking, InstantSource clock) {
        this.functions = functions;
        this.parking = parking;
        this.clock = clock;
    }

    private record Answer(ReplayReport report, boolean more) {
        int settled() {
            return report.handled() + report.duplicates();
        }
    }

    /** A consumer without parked lanes is not invoked. */
    Replayed replay(String consumer, int limit, Deadline deadline) {
        ReplayReport sum = ReplayReport.none();
        int left = limit;
        try {
            boolean more = !parking.held(consumer, Optional.empty(), 1).isEmpty();
            while (more && left > 0 && !deadline.passed(clock)) {
                Answer answer = once(consumer, Optional.empty(), left, deadline);
                sum = plus(sum, answer.report());
                left -= answer.settled();
                more = answer.more() && answer.settled() > 0;
            }
            return new Replayed(sum, Optional.empty());
        } catch (PortException failed) {
            return new Replayed(sum, Optional.of("a store failed: " + failed.getMessage()));
        } catch (IllegalStateException noAnswer) {
            return new Replayed(sum, Optional.of(String.valueOf(noAnswer.getMessage())));
        }
    }

    /**
     * Replays one lane by one invocation.
     *
     * @throws IllegalStateException if there is no answer; the message says why, for people
     */
    ReplayReport replay(String consumer, Lane lane, int limit, Deadline deadline) {
        return once(consumer, Optional.of(lane), limit, deadline).report();
    }

    private Answer once(String consumer, Optional<Lane> lane, int limit, Deadline deadline) {
        Duration time = timeOfOne(deadline, clock);
        return read(functions.invoke(consumer, new ReplayRequest(consumer, limit, time, lane).toJson(), time));
    }

    /** {@return how long one invocation may work} */
    static Duration timeOfOne(Deadline deadline, InstantSource clock) {
        Duration left = deadline.remaining(clock).plusSeconds(1);
        return left.compareTo(ONE_INVOCATION) < 0 ? left : ONE_INVOCATION;
    }

    /** A lane that fails, or is busy, is met again by the next invocation. */
    private static ReplayReport plus(ReplayReport sum, ReplayReport next) {
        return new ReplayReport(
                sum.handled() + next.handled(),
                sum.duplicates() + next.duplicates(),
                Math.max(sum.failed(), next.failed()),
                sum.opened() + next.opened(),
                Math.max(sum.busy(), next.busy()),
                0);
    }

    private Answer read(byte[] document) {
        JsonNode answer;
        try {
            answer = json.readTree(document);
        } catch (IOException broken) {
            throw unreadable(document);
        }
        if (COUNTS.stream().anyMatch(count -> !answer.path(count).canConvertToInt())) {
            throw unreadable(document);
        }
        return new Answer(
                new ReplayReport(
                        answer.path("handled").intValue(),
                        answer.path("duplicates").intValue(),
                        answer.path("failed").intValue(),
                        answer.path("opened").intValue(),
                        answer.path("busy").intValue(),
                        0),
                answer.path("more").asBoolean());
    }

    private static IllegalStateException unreadable(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        return new IllegalStateException("the function does not answer a replay with its counts, but with: "
                + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text)
                + "; a release that cannot replay may be deployed");
    }
}
