package io.triskel.gcp.pubsub;

import com.google.cloud.pubsub.v1.Publisher;
import io.triskel.event.Deadline;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpErrors;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Publishes events to a topic, in binary mode of {@link PubSubBinding}. The client makes separate calls for each
 * ordering key, as Pub/Sub requires: one after another for a key, in parallel for several keys. Events without a key
 * are sent together.
 *
 * <p>After a failure the client rejects all further messages of a key until the key is resumed. The core does the same:
 * it sends events of the key again only after a call to resume. So if a request has events of a key, the key may be
 * resumed, and this bus does that first.
 *
 * <p>Events with an uncertain outcome, for example after a broken connection, are sent again until the deadline, in key
 * order and together with the later events of the key: a duplicate follows the first delivery.
 *
 * <p>The bytes that the client holds are limited: above the limit, events are rejected as {@link
 * RejectionCause#THROTTLED} before they are sent. The client's own flow control cannot be used, since it never releases
 * the bytes of messages that it cancels.
 *
 * <p>A position is the topic's full name, a slash and the message's id.
 */
public final class PubSubBus implements EventBus {
    /** A Pub/Sub request has at most 10 MB; the rest is for the envelope of an event. */
    private static final int EVENT_BYTES = 9_900_000;

    private static final int MAX_EVENTS = 1_000;
    private static final Duration FIRST_WAIT = Duration.ofMillis(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final long OUTSTANDING_BYTES = 100_000_000;

    private final Supplier<Publisher> client;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Duration tryTime;
    private final BusLimits limits;
    private final long outstandingBytes;
    private final AtomicLong outstanding = new AtomicLong();

    private PubSubBus(
            Supplier<Publisher> client,
            Duration callTimeout,
            InstantSource clock,
            LongSupplier nanos,
            long outstandingBytes) {
        if (outstandingBytes < 1) {
            throw new IllegalArgumentException("outstandingBytes must be at least 1, not " + outstandingBytes);
        }
        this.client = client;
        this.clock = clock;
        this.nanos = nanos;
        // Several events per key: the client holds back what follows a failed message of its key. A retry may begin
        // within the time of one attempt, and may last as long.
        this.tryTime = callTimeout;
        this.limits = new BusLimits(
                WireMode.BINARY, MAX_EVENTS, EVENT_BYTES, EVENT_BYTES, true, true, callTimeout.multipliedBy(2));
        this.outstandingBytes = outstandingBytes;
    }

    /** {@return a bus that publishes to this topic, whose client holds at most 100 MB} */
    public static PubSubBus of(GcpClients clients, String topic) {
        return of(() -> clients.publisher(topic), clients.publishTimeout());
    }

    /**
     * {@return a bus that publishes to a client's topic; the client holds at most 100 MB}
     *
     * @param client supplies the client at each request; it must try each call once, as the clients of {@code
     *     GcpClients} do
     * @param callTimeout the longest time that one attempt of the client takes
     */
    public static PubSubBus of(Supplier<Publisher> client, Duration callTimeout) {
        return new PubSubBus(client, callTimeout, InstantSource.system(), System::nanoTime, OUTSTANDING_BYTES);
    }

    /** {@return the same bus, with this clock for deadlines instead of the system's} */
    public PubSubBus withClock(InstantSource other) {
        return new PubSubBus(client, tryTime, other, nanos, outstandingBytes);
    }

    /** {@return the same bus, with this clock instead of {@link System#nanoTime()} to measure how long it has tried} */
    PubSubBus withNanos(LongSupplier other) {
        return new PubSubBus(client, tryTime, clock, other, outstandingBytes);
    }

    /**
     * {@return the same bus, with this maximum of bytes held by the client, including those with overdue answers}
     *
     * @throws IllegalArgumentException if {@code bytes} is below 1
     */
    public PubSubBus withOutstandingBytes(long bytes) {
        return new PubSubBus(client, tryTime, clock, nanos, bytes);
    }

    @Override
    public BusLimits limits() {
        return limits;
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        if (deadline.passed(clock)) {
            return unsent(batch, RejectionCause.TRANSIENT, "The deadline passed before the request was sent");
        }
        Publisher publisher;
        try {
            publisher = client.get();
        } catch (RuntimeException noClient) {
            return unsent(batch, GcpErrors.causeBeforeSending(noClient), GcpErrors.message(noClient));
        }
        Duration left = deadline.remaining(clock);
        return new Repeated(publisher, left, left.compareTo(tryTime) < 0 ? left : tryTime).send(batch, FIRST_WAIT);
    }

    /** One request of the core, retried for events without a definite outcome. */
    private final class Repeated {
        private final Publisher publisher;
        private final long end;
        private final long lastTry;

        /** @param tries how long another attempt may begin */
        private Repeated(Publisher publisher, Duration left, Duration tries) {
            long now = nanos.getAsLong();
            this.publisher = publisher;
            this.end = now + left.toNanos();
            this.lastTry = now + tries.toNanos();
        }

        private CompletionStage<List<BusResult>> send(List<Outgoing> batch, Duration wait) {
            return new PubSubRequest(publisher, batch, PubSubBus.this::take, PubSubBus.this::giveBack)
                    .send(Duration.ofNanos(end - nanos.getAsLong()))
                    .thenCompose(results -> sendAgain(batch, results, wait));
        }

        private CompletionStage<List<BusResult>> sendAgain(
                List<Outgoing> batch, List<BusResult> results, Duration wait) {
            List<Integer> places = UnsureOutcomes.of(batch, results);
            long pause = wait.toNanos() / 2 + ThreadLocalRandom.current().nextLong(wait.toNanos());
            if (places.isEmpty() || lastTry - nanos.getAsLong() <= pause) {
                return CompletableFuture.completedFuture(results);
            }
            Executor later = CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS);
            Duration twice = wait.multipliedBy(2);
            Duration nextWait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
            List<Outgoing> again = places.stream().map(batch::get).toList();
            return CompletableFuture.supplyAsync(() -> send(again, nextWait), later)
                    .thenCompose(Function.identity())
                    .thenApply(answers -> UnsureOutcomes.replaced(results, places, answers));
        }
    }

    /** Reserves bytes; an event larger than the whole limit is sent alone. */
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

    private static CompletionStage<List<BusResult>> unsent(List<Outgoing> batch, RejectionCause cause, String message) {
        return CompletableFuture.completedFuture(
                batch.stream().map(event -> BusResult.failed(cause, message)).toList());
    }
}
