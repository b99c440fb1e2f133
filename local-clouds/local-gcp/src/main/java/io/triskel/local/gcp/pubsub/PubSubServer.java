package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.grpc.Status;
import io.triskel.local.Daemons;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.iam.Policies;
import io.triskel.local.gcp.identity.TokenIssuer;
import io.triskel.local.gcp.wire.GrpcLoopback;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Emulates Pub/Sub on a loopback port, for real clients; messages live in this JVM and are lost with it. */
public final class PubSubServer implements AutoCloseable {
    static final String PUSH = "Push";
    static final String REDELIVER = "Redeliver";
    static final int OUTSTANDING_PUSHES = 64;

    private static final int WORKERS = 4;
    private static final long TICK_MILLIS = 10;
    private static final int TICKS_PER_SWEEP = 100;

    private final FaultPlan faults;
    private final Catalog catalog = new Catalog();
    private final Shared shared;
    private final GrpcLoopback server;
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, Daemons.named("pubsub-worker"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("pubsub-clock"));
    private int ticks;

    private PubSubServer(PubSubSettings settings, FaultPlan faults, TokenIssuer issuer) {
        this.faults = faults;
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(workers)
                .build();
        this.shared = new Shared(
                settings,
                faults,
                workers,
                new Shared.PushCalls(http, issuer),
                new StoredBytes(settings.maxStoredBytes()),
                new AtomicLong(),
                catalog::findTopic);
        this.server = GrpcLoopback.start(
                "pubsub",
                settings.threads(),
                MessageLimits.REQUEST_BYTES,
                faults,
                List.of(new PublisherService(catalog, shared), new SubscriberService(catalog, shared)));
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Starts a server with its own issuer of tokens. */
    public static PubSubServer start(PubSubSettings settings, FaultPlan faults) {
        return start(settings, faults, new TokenIssuer(settings.clock()));
    }

    /**
     * Starts a server.
     *
     * @param issuer of the tokens in pushes of subscriptions with a service account
     */
    public static PubSubServer start(PubSubSettings settings, FaultPlan faults, TokenIssuer issuer) {
        return new PubSubServer(settings, faults, issuer);
    }

    /** The value of {@code PUBSUB_EMULATOR_HOST}: {@code 127.0.0.1:port}. */
    public String endpoint() {
        return server.authority();
    }

    /** {@return the endpoint of one service account, limited to its roles} */
    public String endpointFor(String account, Policies policies) {
        return server.authorityFor(account, new PubSubAccess(policies));
    }

    /**
     * The faults to inject; may be armed at any time. Operations have the API's names, such as {@code Publish} or
     * {@code Acknowledge}; the error codes are gRPC's, such as {@code UNAVAILABLE}. Two more operations: any fault of
     * {@code Redeliver}, asked once per acknowledged message, forgets the acknowledgement; {@code Push} is asked once
     * per push, where a lost response is the endpoint's answer.
     */
    public FaultPlan faults() {
        return faults;
    }

    /** Creates a topic without a client. */
    public PubSubTopic createTopic(Topic topic) {
        return catalog.createTopic(topic, shared);
    }

    /** Creates a topic without a client, with a name only. */
    public PubSubTopic createTopic(String name) {
        return createTopic(Topic.newBuilder().setName(name).build());
    }

    /** Creates a subscription without a client. */
    public PubSubSubscription createSubscription(Subscription subscription) {
        return catalog.createSubscription(subscription, shared);
    }

    /** The topic of this full name. */
    public PubSubTopic topic(String name) {
        return catalog.topic(name);
    }

    /** The subscription of this full name. */
    public PubSubSubscription subscription(String name) {
        return catalog.subscription(name);
    }

    public Collection<PubSubSubscription> subscriptions() {
        return List.copyOf(catalog.subscriptions());
    }

    /** Whether every subscription is caught up. */
    public boolean isCaughtUp() {
        return catalog.subscriptions().stream().allMatch(PubSubSubscription::isCaughtUp);
    }

    /** The bytes of all messages that topics, subscriptions and snapshots hold. */
    public long storedBytes() {
        return shared.bytes().stored();
    }

    /** Ends all open streams with UNAVAILABLE, as the service does from time to time. */
    public void endStreams() {
        catalog.subscriptions()
                .forEach(subscription -> subscription.endStreams(
                        Status.UNAVAILABLE.withDescription("The service was unable to fulfill your request")));
    }

    /** Ends the server; messages buffered for buckets are written. */
    @Override
    public void close() {
        timer.shutdownNow();
        server.close();
        catalog.subscriptions().forEach(PubSubSubscription::close);
        workers.shutdownNow();
    }

    private void tick() {
        try {
            long nanoTime = System.nanoTime();
            catalog.subscriptions().forEach(subscription -> subscription.tick(nanoTime));
            ticks++;
            if (ticks % TICKS_PER_SWEEP == 0) {
                catalog.forgetOld(shared.now());
            }
        } catch (RuntimeException e) {
            System.getLogger(PubSubServer.class.getName()).log(System.Logger.Level.ERROR, "A tick failed", e);
        }
    }
}
