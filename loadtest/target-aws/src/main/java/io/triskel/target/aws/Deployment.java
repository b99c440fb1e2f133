package io.triskel.target.aws;

import io.triskel.aws.hosting.AwsManifest;
import io.triskel.aws.hosting.AwsParts;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.local.Parts;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.firehose.DeliverySettings;
import io.triskel.local.aws.firehose.DeliveryStream;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.KinesisMapping;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.local.aws.lambda.MappingSettings.Start.AtTimestamp;
import io.triskel.local.aws.lambda.ScheduleRule;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.aws.OrderManifestByLanguage;
import io.triskel.orders.deployed.ArchiveFolder;
import io.triskel.orders.deployed.LanguagePackages;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The package deployed as a team would deploy it, by its manifest: a stream, the tables, a function behind HTTP, one
 * for the clock, and one for each consumer with its own event source mapping.
 */
final class Deployment implements AutoCloseable {
    static final String STREAM = "orders";

    /** The prefix of the tables' names. */
    static final String TABLES = "orders";

    /** The shards of a stream whose shards matter: two, so that consumers keep order where no stream does. */
    static final int SHARDS = 2;

    /**
     * The shards of a stream for a run in which only the outcome matters. Each shard and consumer has its own JVM; with two
     * shards a laptop spends nearly half of its time on starting them and on code that is not compiled yet.
     */
    static final int FEWEST_SHARDS = 1;

    /**
     * Concurrent requests, including the notifier's lookups. Each has its own JVM; more of them are not faster on a laptop's
     * few cores, which they keep busy with starting.
     */
    private static final int HTTP_CONCURRENCY = 3;

    /** The interval at which the emulator reads shards, far shorter than the service's. */
    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);

    /** Concurrent requests of the engine. */
    private static final int ASK_CONCURRENCY = 2;

    private final LocalAws aws;
    private final boolean onEngine;
    private final KinesisStream stream;
    private final ArchiveFolder archive;
    private final DeployedFunctions functions;
    private final Map<String, KinesisMapping> mappings = new LinkedHashMap<>();
    private final Map<String, Function<Instant, KinesisMapping>> mapped = new LinkedHashMap<>();
    private final LambdaFunction ticking;
    private final ScheduleRule clock;
    private final URI url;

    private Deployment(
            LocalAws aws,
            DeployedFunctions functions,
            Manifest<AwsParts> manifest,
            boolean onEngine,
            Optional<Duration> clockRate) {
        this.aws = aws;
        this.functions = functions;
        this.onEngine = onEngine;
        AwsParts.EventStream described = manifest.part(AwsParts::stream);
        stream = aws.kinesis().createStream(described.name(), described.shards().value());
        stream.encryptWith(DeployedFunctions.STREAM_KEY);
        archive = archive(manifest.part(AwsParts::archive));
        AwsParts.Lambda orders =
                manifest.each(parts -> parts.functions(FunctionRole.HTTP)).get(0);
        LambdaFunction http = functions.deploy(orders, HTTP_CONCURRENCY);
        url = (orders.letsAnybodyIn()
                        ? aws.lambda().publicUrl(http)
                        : aws.lambda().url(http))
                .uri()
                .resolve("/");
        Manifest<AwsParts> linked = manifest.with("lookupBase", url.toString());
        ticking = functions.deploy(
                linked.each(parts -> parts.functions(FunctionRole.CLOCK)).get(0), 1);
        clock = clockRate
                .map(rate -> aws.lambda().schedule(stream.name(), rate, ticking))
                .orElseGet(() -> aws.lambda().schedule(stream.name(), ticking));
        for (AwsParts.Lambda function : linked.each(parts -> parts.functions(FunctionRole.EVENTS))) {
            // A split leaves one shard more.
            LambdaFunction deployed = functions.deploy(function, stream.shards().size() + 1);
            String consumer = function.consumer().orElseThrow();
            MappingSettings settings = mapping(function);
            mappings.put(consumer, aws.lambda().map(stream, deployed, settings));
            mapped.put(consumer, from -> aws.lambda().map(stream, deployed, settings.withStart(new AtTimestamp(from))));
        }
        if (onEngine) {
            createStateMachine(linked.part(parts -> parts.engine().orElseThrow()));
        }
    }

    private void createStateMachine(AwsParts.Engine engine) {
        LambdaFunction ask = functions.deploy(engine.asks(), ASK_CONCURRENCY);
        aws.states()
                .createStateMachine(
                        engine.name(),
                        engine.definition(),
                        ask,
                        aws.identities()
                                .role(
                                        engine.name() + " as a state machine",
                                        DeployedFunctions.allowed(engine.permissions())));
    }

    private ArchiveFolder archive(AwsParts.Archive described) {
        DeliveryStream delivery = aws.firehose()
                .createReading(
                        described.name(),
                        DeliverySettings.to(described.bucket())
                                .withPrefix(described.prefix())
                                .withBuffer(
                                        described.bufferMiB() << 20,
                                        Duration.ofSeconds(
                                                described.bufferSeconds().value()))
                                .withGzip()
                                .withNewline(),
                        described.stream());
        return ArchiveFolder.create(delivery.bucket());
    }

    private MappingSettings mapping(AwsParts.Lambda function) {
        AwsParts.EventSourceMapping mapping = function.mapping().orElseThrow();
        stream.registerConsumer(mapping.streamConsumer());
        return MappingSettings.defaults()
                .withFanOut()
                .withBatch(
                        mapping.batchSize(),
                        Duration.ofMillis(mapping.batchWindowMillis().value()))
                .withParallelization(mapping.parallelizationFactor())
                .withMaxRecordAge(Duration.ofSeconds(mapping.maximumRecordAgeSeconds()))
                .withOnFailure(aws.bucket(mapping.onFailure().bucket()))
                .withPace(POLL, FIRST_RETRY);
    }

    /**
     * Starts the local AWS and deploys into it.
     *
     * @param settings without tables
     * @param zip the deployment package
     * @param shards of the stream, 1 or more
     * @param clockRate how often the clock's function is fired; empty to call it on request only
     * @throws RuntimeException if anything does not start; all that had started is ended again
     */
    static Deployment start(
            LocalAwsSettings settings,
            Path zip,
            Style style,
            Languages languages,
            int shards,
            Optional<Duration> clockRate) {
        Manifest<AwsParts> manifest = OrderManifestByLanguage.of(style, languages);
        return start(settings, zip, AwsManifest.read(manifest.json()), false, shards, clockRate);
    }

    /** The same with orders orchestrated by Step Functions; due work is done on request only. */
    static Deployment startOnEngine(LocalAwsSettings settings, Path zip, int shards) {
        Manifest<AwsParts> manifest = AwsManifest.read(
                        AwsManifest.onEngine(new OrderApplication()).json())
                .with("account", "000000000000")
                .with("region", "us-east-1");
        return start(settings, zip, manifest, true, shards, Optional.empty());
    }

    /** The same with the application of this manifest, under its names. */
    static Deployment start(
            LocalAwsSettings settings,
            Path zip,
            Manifest<AwsParts> printed,
            boolean onEngine,
            int shards,
            Optional<Duration> clockRate) {
        Manifest<AwsParts> sized = printed.onLaptop().with("shards", shards);
        String name = sized.part(AwsParts::stream).name();
        Manifest<AwsParts> manifest =
                sized.with("givenUpBucket", givenUp(name)).with("archiveBucket", name + "-archive");
        LanguagePackages others = LanguagePackages.of(settings.project(), settings.folder());
        return Parts.over(
                LocalAws.start(settings.withTables(manifest.each(AwsParts::tables).stream()
                        .map(AwsParts.Table::request)
                        .toList())),
                aws -> new Deployment(aws, new DeployedFunctions(aws, zip, others), manifest, onEngine, clockRate));
    }

    /** All names of a deployment begin alike. */
    private static String givenUp(String stream) {
        return stream + "-given-up";
    }

    LocalAws aws() {
        return aws;
    }

    /** {@return the address of the folder for what mappings give up} */
    URI givenUp() {
        return aws.bucket(givenUp(stream.name())).toUri();
    }

    KinesisStream stream() {
        return stream;
    }

    /** {@return where all events are archived} */
    ArchiveFolder archive() {
        return archive;
    }

    DeployedFunctions functions() {
        return functions;
    }

    /** {@return the clock's function itself, for requests that do not come from the schedule} */
    LambdaFunction ticking() {
        return ticking;
    }

    /** {@return the address of the function behind HTTP, ending in a slash} */
    URI url() {
        return url;
    }

    /** Does the work that is due at this moment: calls the clock's function, and the engine's time-outs. */
    void tick(Instant now) {
        clock.fire(now).join();
        aws.states().fireDue(now);
    }

    /** {@return how many orders the engine has brought to which ending, if one orchestrates them} */
    Optional<Map<String, Long>> endings() {
        return onEngine ? Optional.of(aws.states().endings()) : Optional.empty();
    }

    /** {@return whether all is settled, and the engine only waits} A reply in between would have advanced the engine. */
    boolean isCaughtUp() {
        long moves = aws.states().moves();
        return aws.states().isAtRest()
                && mappings.values().stream().allMatch(KinesisMapping::isCaughtUp)
                && aws.states().moves() == moves;
    }

    /** {@return the consumers that are behind} */
    List<String> behind() {
        return mappings.entrySet().stream()
                .filter(mapping -> !mapping.getValue().isCaughtUp())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@return how many events wait for which consumer} */
    Map<String, Long> waiting() {
        Map<String, Long> waiting = new LinkedHashMap<>();
        mappings.forEach((consumer, mapping) -> waiting.put(consumer, mapping.waiting()));
        return waiting;
    }

    /**
     * Replaces every mapping by one that starts at this moment, because the start of a mapping cannot be changed, and every
     * function's JVM, as a new name of restored tables does.
     */
    void replay(Instant from) {
        functions.all().forEach(function -> aws.lambda().update(function, function.definition()));
        mappings.values().forEach(KinesisMapping::close);
        mapped.forEach((consumer, map) -> mappings.put(consumer, map.apply(from)));
    }

    /** {@return how far each consumer is in each shard} */
    List<Map<String, String>> checkpoints() {
        return mappings.values().stream().map(KinesisMapping::checkpoints).toList();
    }

    @Override
    public void close() {
        aws.close();
    }
}
