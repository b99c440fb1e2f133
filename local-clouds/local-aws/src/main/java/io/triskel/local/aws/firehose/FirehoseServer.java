package io.triskel.local.aws.firehose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.Daemons;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import io.triskel.local.aws.wire.WireServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Emulates Firehose on a loopback port, for real SDKs; a folder replaces S3. Closing it writes the buffered records.
 */
public final class FirehoseServer implements AutoCloseable {
    static final String ARN_PREFIX = "arn:aws:firehose:us-east-1:000000000000:deliverystream/";
    private static final System.Logger LOG = System.getLogger(FirehoseServer.class.getName());
    private static final int TICK_MILLIS = 100;

    private final Path buckets;
    private final Function<String, KinesisStream> sources;
    private final InstantSource clock;
    private final FaultPlan faults;
    private final Map<String, DeliveryStream> streams = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("firehose-timer"));
    private final WireServer server;

    private FirehoseServer(
            Path buckets,
            Function<String, KinesisStream> sources,
            InstantSource clock,
            boolean quotas,
            FaultPlan faults) {
        this.buckets = buckets;
        this.sources = sources;
        this.clock = clock;
        this.faults = faults;
        Map<String, Function<Request, Optional<ObjectNode>>> operations = new TreeMap<>();
        new FirehoseOperations(this, clock, quotas).register(operations);
        this.server = WireServer.start("firehose", 8, operations, faults);
    }

    /**
     * Starts serving.
     *
     * @param buckets the folder that replaces S3
     * @param sources finds a Kinesis stream by name, for delivery streams that read one
     * @param quotas whether the service's limits per second apply
     */
    public static FirehoseServer start(
            Path buckets,
            Function<String, KinesisStream> sources,
            InstantSource clock,
            boolean quotas,
            FaultPlan faults) {
        FirehoseServer firehose = new FirehoseServer(buckets, sources, clock, quotas, faults);
        ScheduledFuture<?> unused =
                firehose.timer.scheduleWithFixedDelay(firehose::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return firehose;
    }

    /** The value of {@code AWS_ENDPOINT_URL_FIREHOSE}. */
    public URI uri() {
        return server.uri();
    }

    public FaultPlan faults() {
        return faults;
    }

    /** Creates a delivery stream for direct puts. */
    public DeliveryStream createDirect(String name, DeliverySettings settings) {
        return add(new DeliveryStream(name, settings, buckets, Optional.empty(), clock));
    }

    /** Creates a delivery stream that reads a Kinesis stream, from its tip on. */
    public DeliveryStream createReading(String name, DeliverySettings settings, String kinesisStream) {
        return add(new DeliveryStream(name, settings, buckets, Optional.of(sources.apply(kinesisStream)), clock));
    }

    public DeliveryStream stream(String name) {
        return Optional.ofNullable(streams.get(name))
                .orElseThrow(() -> new ServiceException(
                        "ResourceNotFoundException", "Firehose " + name + " under account 000000000000 not found."));
    }

    Map<String, DeliveryStream> streams() {
        return streams;
    }

    void delete(DeliveryStream stream) {
        stream.flush();
        streams.remove(stream.name());
    }

    @Override
    public void close() {
        server.close();
        timer.shutdownNow();
        streams.values().forEach(DeliveryStream::end);
    }

    private DeliveryStream add(DeliveryStream stream) {
        if (!stream.name().matches("[a-zA-Z0-9_.-]{1,64}")) {
            throw ServiceException.invalid("Value at 'deliveryStreamName' failed to satisfy constraint");
        }
        if (streams.putIfAbsent(stream.name(), stream) != null) {
            throw new ServiceException(
                    "ResourceInUseException", "Firehose " + stream.name() + " under account 000000000000 exists.");
        }
        return stream;
    }

    private void tick() {
        for (DeliveryStream stream : streams.values()) {
            try {
                stream.tick();
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "Delivery of " + stream.name() + " failed; the next pull tries again",
                        e);
            }
        }
    }
}
