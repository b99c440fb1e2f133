package io.triskel.gcp.pubsub;

import com.google.cloud.pubsub.v1.Publisher;
import io.triskel.event.Deadline;
import io.triskel.gcp.GcpErrors;
import io.triskel.publish.BusLimits;
import io.triskel.publish.BusResult;
import io.triskel.publish.Cause;
import io.triskel.publish.EventBus;
import io.triskel.publish.Outgoing;
import io.triskel.publish.WireMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Sends requests to a topic, in binary mode of {@link PubSubBinding}. The client makes one call per ordering key, since
 * Pub/Sub takes no others, one after another for a key and side by side for several; what has no key travels together.
 *
 * <p>After a failure the client refuses all of a key until it is resumed. So does the core, which sends of a key again
 * only after it was told to resume it: to be sent to is to be resumed, and that is what a request begins with.
 *
 * <p>What the client has in hand is bounded, by bytes: above that, events are rejected as {@link Cause#THROTTLED} before they
 * are sent. The client's own flow control is of no use, as it never gives back what it took for messages that it cancels.
 *
 * <p>A position is the topic's full name and the message's id with a slash between.
 */
public final class PubSubBus implements EventBus {
    /** A request of Pub/Sub has 10 MB, and so much of it is for what stands around an event. */
    private static final int EVENT_BYTES = 9_900_000;

    private static final int MAX_EVENTS = 1_000;
    private static final long OUTSTANDING_BYTES = 100_000_000;

    private final Supplier<Publisher> client;
    private final InstantSource clock;
    private final BusLimits limits;
    private final long outstandingBytes;
    private final AtomicLong outstanding = new AtomicLong();

    /**
     * Creates a bus that lets the client have 100 MB in hand.
     *
     * @param client asked for at each request; one that tries once, as {@code GcpClients} makes it
     * @param callTimeout what a call of the client takes at most, {@code GcpClients.callTimeout()}
     * @param clock the deadlines' clock
     */
    public PubSubBus(Supplier<Publisher> client, Duration callTimeout, InstantSource clock) {
        this(client, callTimeout, clock, OUTSTANDING_BYTES);
    }

    /**
     * Creates a bus.
     *
     * @param client asked for at each request; one that tries once, as {@code GcpClients} makes it
     * @param callTimeout what a call of the client takes at most, {@code GcpClients.callTimeout()}
     * @param clock the deadlines' clock
     * @param outstandingBytes most bytes that the client has in hand, those of answers that are overdue among them
     */
    public PubSubBus(Supplier<Publisher> client, Duration callTimeout, InstantSource clock, long outstandingBytes) {
        if (outstandingBytes < 1) {
            throw new IllegalArgumentException("The client has a byte in hand or more, not " + outstandingBytes);
        }
        this.client = client;
        this.clock = clock;
        // Several events per key: the client holds back what follows a failed message of its key.
        this.limits = new BusLimits(WireMode.BINARY, MAX_EVENTS, EVENT_BYTES, EVENT_BYTES, true, true, callTimeout);
        this.outstandingBytes = outstandingBytes;
    }

    @Override
    public BusLimits limits() {
        return limits;
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        if (deadline.passed(clock)) {
            return unsent(batch, Cause.TRANSIENT, "The deadline passed before the request was sent");
        }
        Publisher publisher;
        try {
            publisher = client.get();
        } catch (RuntimeException noClient) {
            return unsent(batch, GcpErrors.causeBeforeSending(noClient), GcpErrors.message(noClient));
        }
        return new PubSubRequest(publisher, batch, this::take, this::giveBack).send(deadline.remaining(clock));
    }

    /** An event that is larger than all that may be in hand goes alone. */
    private boolean take(long bytes) {
        long now = outstanding.addAndGet(bytes);
        if (now > outstandingBytes && now > bytes) {
            giveBack(bytes);
            return false;
        }
        return true;
    }

    private void giveBack(long bytes) {
        outstanding.addAndGet(-bytes);
    }

    private static CompletionStage<List<BusResult>> unsent(List<Outgoing> batch, Cause cause, String message) {
        return CompletableFuture.completedFuture(
                batch.stream().map(event -> BusResult.failed(cause, message)).toList());
    }
}
