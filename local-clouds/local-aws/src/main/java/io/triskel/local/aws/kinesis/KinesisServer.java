package io.triskel.local.aws.kinesis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import io.triskel.local.aws.wire.WireServer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Emulates Kinesis Data Streams on a loopback port, for real SDKs; streams live in this JVM and are lost with it. */
public final class KinesisServer implements AutoCloseable {
    static final String ACCOUNT = "000000000000";
    static final String ARN_PREFIX = "arn:aws:kinesis:us-east-1:" + ACCOUNT + ":stream/";

    private final KinesisSettings settings;
    private final FaultPlan faults;
    private final ConcurrentMap<String, KinesisStream> streams = new ConcurrentHashMap<>();
    private final AtomicLong storedBytes = new AtomicLong();
    private final WireServer server;

    private KinesisServer(KinesisSettings settings, Identities identities, FaultPlan faults) {
        this.settings = settings;
        this.faults = faults;
        Map<String, Function<Request, Optional<ObjectNode>>> operations = new TreeMap<>();
        new StreamOperations(this, settings.clock()).register(operations);
        new RecordOperations(this, settings.clock()).register(operations);
        ConsumerOperations consumers = new ConsumerOperations(this, settings);
        consumers.register(operations);
        this.server = WireServer.start(
                "kinesis",
                settings.threads(),
                operations,
                Map.of("SubscribeToShard", consumers::subscribeToShard),
                new KinesisAccess(
                        identities,
                        name -> Optional.ofNullable(streams.get(name)).flatMap(KinesisStream::key)),
                faults);
    }

    /** Starts a server without enforced permissions. */
    public static KinesisServer start(KinesisSettings settings, FaultPlan faults) {
        return start(settings, Identities.unlimited(), faults);
    }

    /**
     * Starts a server.
     *
     * @param identities the callers and their permissions
     */
    public static KinesisServer start(KinesisSettings settings, Identities identities, FaultPlan faults) {
        return new KinesisServer(settings, identities, faults);
    }

    /** The value of {@code AWS_ENDPOINT_URL_KINESIS}. */
    public URI uri() {
        return server.uri();
    }

    /** The faults to inject; may be armed at any time. Operations have the API's names, such as {@code PutRecords}. */
    public FaultPlan faults() {
        return faults;
    }

    /** Creates a stream without a client. */
    public KinesisStream createStream(String name, int shardCount) {
        if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
            throw ServiceException.invalid("Value '" + name
                    + "' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression"
                    + " pattern: [a-zA-Z0-9_.-]+ and have at most 128 characters");
        }
        KinesisStream stream = new KinesisStream(name, shardCount, settings, storedBytes);
        if (streams.putIfAbsent(name, stream) != null) {
            throw new ServiceException(
                    "ResourceInUseException", "Stream " + name + " under account " + ACCOUNT + " already exists.");
        }
        return stream;
    }

    public KinesisStream stream(String name) {
        KinesisStream stream = streams.get(name);
        if (stream == null) {
            throw new ServiceException(
                    "ResourceNotFoundException", "Stream " + name + " under account " + ACCOUNT + " not found.");
        }
        stream.forgetExpired();
        return stream;
    }

    /** The stream of a request, by name or by ARN. */
    KinesisStream stream(Request request) {
        Optional<String> name =
                request.text("StreamName").or(() -> request.text("StreamARN").map(KinesisServer::name));
        return stream(name.orElseThrow(() -> Request.missing("StreamName")));
    }

    /** The stream's name in its ARN, or in the ARN of a consumer of it. */
    static String name(String arn) {
        String name = arn.substring(arn.indexOf('/') + 1);
        int end = name.indexOf('/');
        return end < 0 ? name : name.substring(0, end);
    }

    /** A stream that is ready for reads and writes: one that is being created is not found, as in the service. */
    KinesisStream readyStream(Request request) {
        KinesisStream stream = stream(request);
        if (stream.status().equals("CREATING")) {
            throw new ServiceException(
                    "ResourceNotFoundException",
                    "Stream " + stream.name() + " under account " + ACCOUNT + " is being created.");
        }
        return stream;
    }

    Map<String, KinesisStream> streams() {
        return new TreeMap<>(streams);
    }

    void deleteStream(KinesisStream stream) {
        if (streams.remove(stream.name(), stream)) {
            storedBytes.addAndGet(-stream.storedBytes());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
