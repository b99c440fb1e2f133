package io.triskel.hosting.operation;

import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.platform.Platform;
import java.util.Optional;

/** What operators ask of a consumer's own function: to replay what is parked, or to settle events of the archive. */
public final class OperatorRequests {
    private OperatorRequests() {}

    /**
     * Serves one request.
     *
     * @param document as JSON
     * @param consumer the function's own
     * @param deadline when the host wants an answer
     * @return the answer, as JSON
     * @throws IllegalArgumentException if the request is broken, or is for another consumer; the message says what was expected
     */
    public static byte[] answer(byte[] document, EventConsumer consumer, Platform platform, Deadline deadline) {
        Optional<RedeliveryRequest> redelivery = RedeliveryRequest.read(document);
        return redelivery.isPresent()
                ? redelivery.get().settle(consumer, platform, deadline)
                : ConsumerReplay.answer(document, consumer, platform, deadline);
    }
}
