package io.triskel.gcp.pubsub;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiCallContext;
import com.google.api.gax.rpc.ClientStream;
import com.google.api.gax.rpc.ResponseObserver;
import com.google.api.gax.rpc.StreamController;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import io.triskel.event.PortException;
import io.triskel.gcp.GcpErrors;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One StreamingPull, reopened whenever it breaks, for any reason: the service ends streams from time to time, and a
 * missing permission or subscription may be added later.
 *
 * <p>Each stream requests as many messages as this process may hold. The service does not count messages held from the
 * previous stream, so while the limit is reached nothing is read from the stream (gRPC's inbound flow control).
 */
final class Connection {
    /** The protocol version in which the service answers an empty request. */
    private static final int PROTOCOL = 1;

    private static final Duration PING = Duration.ofSeconds(30);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

    private final Supplier<SubscriberStub> client;
    private final String subscription;
    private final PullSettings settings;
    private final ScheduledExecutorService timer;
    private final BooleanSupplier full;
    private final Arrived arrived;
    private final Observer observer;

    /** The same id for all streams, so that the service carries its knowledge of keys from one stream to the next. */
    private final String clientId = UUID.randomUUID().toString();

    /** The header by which the service routes a stream, as Google's own {@code Subscriber} sends it; the stub adds it to calls only. */
    private final ApiCallContext routed;

    private @Nullable Stream open;
    private Duration wait = FIRST_WAIT;
    private boolean ended;

    /** Takes messages; one thread at a time calls it per stream. */
    @FunctionalInterface
    interface Arrived {
        /**
         * Takes messages.
         *
         * @param since the earliest start of their leases, by {@link System#nanoTime()}
         */
        void accept(List<ReceivedMessage> messages, long since);
    }

    /** @param full whether the limit of held messages is reached */
    Connection(
            Supplier<SubscriberStub> client,
            String subscription,
            PullSettings settings,
            ScheduledExecutorService timer,
            BooleanSupplier full,
            Arrived arrived,
            Observer observer) {
        this.client = client;
        this.subscription = subscription;
        this.settings = settings;
        this.timer = timer;
        this.full = full;
        this.arrived = arrived;
        this.observer = observer;
        this.routed = GrpcCallContext.createDefault()
                .withExtraHeaders(Map.of("x-goog-request-params", List.of("subscription=" + subscription)));
    }

    void begin() {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::ping, PING.toMillis(), PING.toMillis(), TimeUnit.MILLISECONDS);
        open();
    }

    private synchronized void open() {
        if (ended) {
            return;
        }
        Stream stream = new Stream();
        open = stream;
        try {
            ClientStream<StreamingPullRequest> requests =
                    client.get().streamingPullCallable().splitCall(stream, routed);
            stream.requests = requests;
            requests.send(StreamingPullRequest.newBuilder()
                    .setSubscription(subscription)
                    .setStreamAckDeadlineSeconds((int) settings.lease().toSeconds())
                    .setMaxOutstandingMessages(settings.inHand())
                    .setMaxOutstandingBytes(settings.inHandBytes())
                    .setClientId(clientId)
                    .setProtocolVersion(PROTOCOL)
                    .build());
        } catch (RuntimeException notOpened) {
            stream.onError(notOpened);
        }
    }

    private synchronized void openAfter(Duration pause) {
        try {
            ScheduledFuture<?> unused = timer.schedule(this::open, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            ended = true;
        }
    }

    private void lost(Stream stream, @Nullable Throwable why) {
        stream.gone.countDown();
        if (openAnother(stream) && why != null) {
            observer.portFailed("subscription", new PortException(GcpErrors.message(why), why));
        }
    }

    /** Opens a new stream to replace this one; returns whether this one was the current stream. */
    private synchronized boolean openAnother(Stream instead) {
        if (open != instead || ended) {
            return false;
        }
        open = null;
        openAfter(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
        return true;
    }

    private synchronized void heard(Stream stream) {
        stream.unanswered = false;
        wait = FIRST_WAIT;
    }

    /** Continues to read the stream if the limit is not reached; call this whenever fewer messages are held. */
    void readOn() {
        Stream stream;
        synchronized (this) {
            stream = open;
            if (stream == null || !stream.reading.readOn(full.getAsBoolean(), System.nanoTime())) {
                return;
            }
        }
        stream.request();
    }

    private synchronized boolean mayRead(Stream stream) {
        return stream.reading.mayRead(full.getAsBoolean(), System.nanoTime());
    }

    private synchronized long leasedSince(Stream stream) {
        return stream.reading.leasedSince(System.nanoTime());
    }

    /** Keeps the stream from seeming idle, and detects a dead connection by its missing answers. */
    private void ping() {
        Stream stream;
        boolean dead;
        synchronized (this) {
            stream = open;
            if (stream == null) {
                return;
            }
            dead = stream.unanswered && !stream.reading.held();
            stream.unanswered = !stream.reading.held();
        }
        if (dead) {
            stream.cancel();
            lost(stream, new PortException("Pub/Sub has not answered for " + PING));
        } else {
            stream.ping();
        }
    }

    /**
     * Ends the stream; returns when no message can arrive any more. Messages that the service sent before it noticed
     * the end arrive first.
     */
    void end() throws InterruptedException {
        Stream stream;
        synchronized (this) {
            ended = true;
            stream = open;
        }
        if (stream != null && !stream.end(ENDS_WITHIN)) {
            stream.cancel();
        }
    }

    /** One stream. */
    private final class Stream implements ResponseObserver<StreamingPullResponse> {
        final CountDownLatch gone = new CountDownLatch(1);
        private volatile @Nullable StreamController controller;
        volatile @Nullable ClientStream<StreamingPullRequest> requests;

        /** Whether the last ping has no answer yet; guarded by the connection. */
        boolean unanswered;

        /** Guarded by the connection. */
        final HeldBack reading = new HeldBack();

        @Override
        public void onStart(StreamController started) {
            controller = started;
            started.disableAutoInboundFlowControl();
            readNext();
        }

        @Override
        public void onResponse(StreamingPullResponse response) {
            heard(this);
            if (response.getReceivedMessagesCount() > 0) {
                arrived.accept(response.getReceivedMessagesList(), leasedSince(this));
            }
            readNext();
        }

        private void readNext() {
            if (mayRead(this)) {
                request();
            }
        }

        void request() {
            StreamController known = controller;
            if (known != null) {
                known.request(1);
            }
        }

        @Override
        public void onError(Throwable why) {
            lost(this, why);
        }

        @Override
        public void onComplete() {
            lost(this, null);
        }

        void ping() {
            ClientStream<StreamingPullRequest> known = requests;
            if (known != null) {
                try {
                    known.send(StreamingPullRequest.getDefaultInstance());
                } catch (RuntimeException broken) {
                    lost(this, broken);
                }
            }
        }

        boolean end(Duration within) throws InterruptedException {
            ClientStream<StreamingPullRequest> known = requests;
            if (known == null) {
                return false;
            }
            try {
                known.closeSend();
            } catch (RuntimeException broken) {
                return false;
            }
            return gone.await(within.toMillis(), TimeUnit.MILLISECONDS);
        }

        void cancel() {
            StreamController known = controller;
            if (known != null) {
                known.cancel();
            }
        }
    }
}
