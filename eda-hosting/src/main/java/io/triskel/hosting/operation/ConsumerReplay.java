package io.triskel.hosting.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Replays, in a consumer's own function, what the consumer has parked. */
public final class ConsumerReplay {
    /** {@link ParkedReplay} begins no attempt in this time before its deadline. */
    private static final Duration RESERVE = Duration.ofSeconds(1);

    private ConsumerReplay() {}

    /**
     * Serves one request.
     *
     * @param request a {@link ReplayRequest}, as JSON
     * @param consumer the function's own
     * @param deadline when the host wants an answer
     * @return the counts of the replay as JSON; {@code more} is true if its limit or its time kept it from trying every lane
     * @throws IllegalArgumentException if the request is broken, or is for another consumer; the message says what was expected
     */
    public static byte[] answer(byte[] request, EventConsumer consumer, Platform platform, Deadline deadline) {
        ReplayRequest asked = ReplayRequest.read(request);
        if (!asked.consumer().equals(consumer.name())) {
            throw new IllegalArgumentException(
                    "this is the function of consumer " + consumer.name() + "; the request is for " + asked.consumer());
        }
        Deadline first = deadline.orEarlier(Deadline.in(asked.time(), platform.clock()));
        Deadline attemptsUntil = first.keeping(RESERVE, platform.clock());
        ParkedReplay replay = ParkedReplay.of(consumer)
                .codec(platform.codec())
                .clock(platform.clock())
                .observer(platform.observer())
                .parkingReserve(RESERVE)
                .build();
        ReplayReport report = asked.lane()
                .map(lane -> replay.replay(lane, asked.limit(), first))
                .orElseGet(() -> replay.replayAll(asked.limit(), first));
        int failed = report.failed() + report.portFailures();
        boolean more = report.handled() + report.duplicates() + failed >= asked.limit()
                || attemptsUntil.passed(platform.clock());
        return JsonNodeFactory.instance
                .objectNode()
                .put("handled", report.handled())
                .put("duplicates", report.duplicates())
                .put("failed", failed)
                .put("busy", report.busy())
                .put("opened", report.opened())
                .put("more", more)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
