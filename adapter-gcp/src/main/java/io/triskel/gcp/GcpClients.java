package io.triskel.gcp;

import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.ChannelPoolSettings;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.v1.FirestoreSettings;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import io.triskel.notify.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Creates the client libraries' clients on first use, so that a cold start pays only for the services it uses.
 *
 * <p>The clients try each call once. Their callers retry, since they know ordering and deadlines ({@link CallDeadline})
 * and recognise the effect of an earlier attempt. Only acknowledgements are retried here, a few times, since no caller
 * retries them.
 */
public final class GcpClients implements AutoCloseable {
    /**
     * Suits events of 1 KiB; the client's default sends each event alone. Requests end with a flush, so no event waits
     * for the delay. A short delay would end in the middle of a request and split it. Without a pending delay the
     * client has thrown a ConcurrentModificationException over its batches when an answer arrived immediately.
     */
    private static final BatchingSettings BATCHES = BatchingSettings.newBuilder()
            .setElementCountThreshold(100L)
            .setRequestByteThreshold(1_000_000L)
            .setDelayThresholdDuration(Duration.ofMinutes(1))
            .build();

    /** The minimum total time-out that a publisher accepts; it causes no retry. */
    private static final Duration LEAST_TOTAL = Duration.ofSeconds(10);

    /**
     * The limit that Google's own {@code Subscriber} sets (google-cloud-pubsub 1.148.0): with exactly-once delivery,
     * the metadata of one answer can hold the errors of up to 1,000 acknowledgements.
     */
    private static final int METADATA_BYTES = 4 << 20;

    /**
     * A connection that dies without a reset shows itself by a ping without an answer only: until then every call on it
     * fails by its time-out. A call on a connection that was idle for longer pings first. Google's front ends permit a
     * ping every 30 s during calls, and disconnect clients that ping every 10 s (java-bigtable#528).
     */
    private static final Duration PING_AFTER = Duration.ofSeconds(30);

    /** Below the time that stores and publishers keep trying. */
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

    private static final int THREADS = 4;
    private static final int ACK_TRIES = 4;
    private static final Set<StatusCode.Code> REPEATABLE = Set.of(
            StatusCode.Code.ABORTED,
            StatusCode.Code.DEADLINE_EXCEEDED,
            StatusCode.Code.INTERNAL,
            StatusCode.Code.RESOURCE_EXHAUSTED,
            StatusCode.Code.UNAVAILABLE);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

    private final GcpSettings settings;
    private final Map<String, Publisher> publishers = new HashMap<>();
    private @Nullable ScheduledExecutorService executor;
    private @Nullable SubscriberStub subscriber;
    private @Nullable Firestore firestore;

    private GcpClients(GcpSettings settings) {
        this.settings = settings;
    }

    /** {@return clients with these settings} */
    public static GcpClients of(GcpSettings settings) {
        return new GcpClients(settings);
    }

    /** {@return the settings of these clients} */
    public GcpSettings settings() {
        return settings;
    }

    /** {@return the longest time that one attempt of a publish call takes, for {@code PubSubBus}} */
    public Duration publishTimeout() {
        return settings.publishTimeout();
    }

    /**
     * {@return the publisher of one topic, always the same, with message ordering} It sends a key's messages when they
     * fill a batch or when {@code publishAllOutstanding} is called.
     *
     * @param topic the topic's id in the project, or its full name
     */
    public synchronized Publisher publisher(String topic) {
        return publishers.computeIfAbsent(named("topics", topic), this::newPublisher);
    }

    /** {@return the stub that pulls subscriptions, always the same} */
    public synchronized SubscriberStub subscriber() {
        SubscriberStub stub = subscriber != null ? subscriber : newSubscriber();
        subscriber = stub;
        return stub;
    }

    /** {@return the client of Firestore, always the same} */
    public synchronized Firestore firestore() {
        Firestore client = firestore != null ? firestore : newFirestore();
        firestore = client;
        return client;
    }

    /** {@return the full name of a subscription, given its id in the project or its full name} */
    public String subscription(String name) {
        return named("subscriptions", name);
    }

    private String named(String kind, String name) {
        return name.startsWith("projects/") ? name : "projects/" + settings.project() + "/" + kind + "/" + name;
    }

    private Publisher newPublisher(String topic) {
        InstantiatingGrpcChannelProvider channel = channel(TopicAdminSettings.defaultGrpcTransportProviderBuilder()
                .setInterceptorProvider(() -> List.of(new OneTry(settings.publishTimeout()))));
        try {
            return Publisher.newBuilder(topic)
                    .setEnableMessageOrdering(true)
                    .setBatchingSettings(BATCHES)
                    .setRetrySettings(oneTry(settings.publishTimeout()))
                    .setExecutorProvider(FixedExecutorProvider.create(executor()))
                    .setChannelProvider(channel)
                    .setCredentialsProvider(credentials())
                    .build();
        } catch (IOException noCredentials) {
            throw new UncheckedIOException("Cannot reach topic " + topic, noCredentials);
        }
    }

    private SubscriberStub newSubscriber() {
        try {
            SubscriberStubSettings.Builder builder = SubscriberStubSettings.newBuilder();
            builder.setTransportChannelProvider(channel(SubscriberStubSettings.defaultGrpcTransportProviderBuilder()
                    .setMaxInboundMetadataSize(METADATA_BYTES)));
            builder.setCredentialsProvider(credentials());
            builder.setBackgroundExecutorProvider(FixedExecutorProvider.create(executor()));
            builder.acknowledgeSettings().setRetrySettings(someTries()).setRetryableCodes(REPEATABLE);
            builder.modifyAckDeadlineSettings().setRetrySettings(someTries()).setRetryableCodes(REPEATABLE);
            return GrpcSubscriberStub.create(builder.build());
        } catch (IOException noCredentials) {
            throw new UncheckedIOException("Cannot reach Pub/Sub", noCredentials);
        }
    }

    private InstantiatingGrpcChannelProvider channel(InstantiatingGrpcChannelProvider.Builder builder) {
        settings.pubSubEndpoint().ifPresent(builder::setEndpoint);
        settings.pubSubEmulator()
                .ifPresent(address ->
                        builder.setEndpoint(address).setChannelConfigurator(channel -> channel.usePlaintext()));
        return connected(builder);
    }

    private InstantiatingGrpcChannelProvider connected(InstantiatingGrpcChannelProvider.Builder builder) {
        return builder.setChannelPoolSettings(ChannelPoolSettings.staticallySized(settings.channels()))
                .setKeepAliveTimeDuration(PING_AFTER)
                .setKeepAliveTimeoutDuration(PING_TIMEOUT)
                .build();
    }

    private CredentialsProvider credentials() {
        return settings.pubSubEmulator().isPresent()
                ? NoCredentialsProvider.create()
                : TopicAdminSettings.defaultCredentialsProviderBuilder().build();
    }

    private Firestore newFirestore() {
        FirestoreOptions.Builder builder = FirestoreOptions.newBuilder()
                .setProjectId(settings.project())
                .setDatabaseId(settings.database())
                // The stores read from the total time-out how long they may retry. A single attempt would wait as long
                // too.
                .setRetrySettings(oneTry(settings.callTimeout()).toBuilder()
                        .setTotalTimeoutDuration(settings.storeTimeout())
                        .build());
        InstantiatingGrpcChannelProvider.Builder channel = FirestoreSettings.defaultGrpcTransportProviderBuilder()
                .setInterceptorProvider(() -> List.of(new BoundedCalls(settings.callTimeout())));
        settings.firestoreEmulator().ifPresent(address -> {
            channel.setEndpoint(address).setChannelConfigurator(plain -> plain.usePlaintext());
            builder.setCredentials(new FirestoreOptions.EmulatorCredentials());
        });
        return builder.setChannelProvider(connected(channel)).build().getService();
    }

    private static RetrySettings oneTry(Duration call) {
        return RetrySettings.newBuilder()
                .setMaxAttempts(1)
                .setInitialRpcTimeoutDuration(call)
                .setMaxRpcTimeoutDuration(call)
                .setTotalTimeoutDuration(call.compareTo(LEAST_TOTAL) > 0 ? call : LEAST_TOTAL)
                .build();
    }

    /** For calls whose retry is harmless and that no caller retries. */
    private RetrySettings someTries() {
        return oneTry(settings.callTimeout()).toBuilder()
                .setMaxAttempts(ACK_TRIES)
                .setInitialRetryDelayDuration(Duration.ofMillis(50))
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(Duration.ofSeconds(1))
                .build();
    }

    private ScheduledExecutorService executor() {
        ScheduledExecutorService known = executor != null ? executor : newExecutor();
        executor = known;
        return known;
    }

    private static ScheduledExecutorService newExecutor() {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "triskel-pubsub");
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    /**
     * {@return a credential for a function that requires authentication, with the identity of the Application Default
     * Credentials} The identity needs the role Cloud Run Invoker on the function.
     *
     * @param audience the function's address, without a slash at the end
     */
    public Credential idTokenCredential(String audience, InstantSource clock) {
        return Credential.bearer(new IdTokens(audience, clock), clock);
    }

    /** Closes the clients made so far. Waits a few seconds for messages that a publisher is still sending. */
    @Override
    public synchronized void close() {
        List<Thread> ends = new ArrayList<>();
        publishers.values().forEach(publisher -> ends.add(ending(publisher)));
        publishers.clear();
        long end = System.nanoTime() + CLOSES_WITHIN.toNanos();
        for (Thread thread : ends) {
            join(thread, end);
        }
        if (subscriber != null) {
            subscriber.shutdownNow();
            subscriber = null;
        }
        if (firestore != null) {
            firestore.shutdown();
            firestore = null;
        }
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }

    /**
     * Shuts the publisher down in a separate thread: after a failure the publisher cancels the key's later messages,
     * but counts them as outstanding and waits for them forever.
     */
    private static Thread ending(Publisher publisher) {
        Thread thread = new Thread(publisher::shutdown, "triskel-pubsub-close");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread, long end) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
        }
    }
}
