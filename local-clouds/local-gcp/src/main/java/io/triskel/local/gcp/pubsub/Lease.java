package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import java.time.Instant;

/** The right of a receiver to a message, until it acknowledges or its deadline passes. Guarded by the subscription. */
final class Lease {
    private final String ackId;
    private final Delivery delivery;
    private final Receiver receiver;
    private final boolean countsAttempts;
    private Instant deadline;

    Lease(String ackId, Delivery delivery, Receiver receiver, boolean countsAttempts, Instant deadline) {
        this.ackId = ackId;
        this.delivery = delivery;
        this.receiver = receiver;
        this.countsAttempts = countsAttempts;
        this.deadline = deadline;
    }

    String ackId() {
        return ackId;
    }

    Delivery delivery() {
        return delivery;
    }

    Receiver receiver() {
        return receiver;
    }

    Instant deadline() {
        return deadline;
    }

    void extend(Instant until) {
        deadline = until;
    }

    /** The message in the protocol's form, with the number of attempts only if there is a dead-letter policy. */
    ReceivedMessage received() {
        return ReceivedMessage.newBuilder()
                .setAckId(ackId)
                .setMessage(delivery.message().message())
                .setDeliveryAttempt(countsAttempts ? delivery.attempt() : 0)
                .build();
    }
}
