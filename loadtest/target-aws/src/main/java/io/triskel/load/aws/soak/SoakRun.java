package io.triskel.load.aws.soak;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.load.aws.AwsBinding;
import io.triskel.load.aws.AwsSpace;
import io.triskel.load.aws.FunctionZip;
import io.triskel.load.soak.Ledger;
import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.KinesisMapping;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.observe.Observer;
import io.triskel.publish.OrderedPublisher;
import io.triskel.store.EventPage;
import io.triskel.store.EventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends events all the way and looks for each in the streams that functions have appended to. Everything that goes wrong on the way
 * is made to go wrong here.
 */
final class SoakRun {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    /** Also how long a claim of the inbox stands when a JVM is killed. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final int CHUNKS = 20;
    private static final int AHEAD = 3;
    private static final int CONCURRENCY = 2;
    private static final int PAGE = 1_000;

    private final SoakSettings settings;
    private final Consumer<String> told;
    private final Ledger every = new Ledger();
    private final Ledger sampled = new Ledger();
    private int kills;

    /** One who is told how it goes. */
    SoakRun(SoakSettings settings, Consumer<String> told) {
        this.settings = settings;
        this.told = told;
    }

    /** Runs it in this folder. */
    SoakResult run(Path folder) throws IOException {
        Path zip = FunctionZip.ofClassPath(folder.resolve("soak.zip"));
        try (LocalAws local = LocalAws.start(
                        LocalAwsSettings.in(NodeTools.projectRoot(), folder).withSeed(settings.seed()));
                AwsBinding aws = AwsBinding.over(local)) {
            return run(local, aws.fresh(), zip);
        }
    }

    private SoakResult run(LocalAws local, AwsSpace space, Path zip) {
        KinesisStream stream = local.kinesis().stream(space.stream());
        Deployed everyone = deploy(local, space, stream, zip, EveryEventFunction.NAME, EveryEventFunction.class);
        Deployed careful = deploy(local, space, stream, zip, InboxFunction.NAME, InboxFunction.class);
        Producer producer = new Producer(
                new OrderedPublisher(
                        space.bus().orElseThrow(), Numbered.CODEC, InstantSource.system(), Observer.none()),
                settings,
                every,
                sampled);
        armFaults(local);
        long begun = System.nanoTime();
        publish(producer, stream, List.of(everyone, careful));
        Map<String, Long> faults = local.kinesis().faults().injected();
        Await.until(
                "everything to be settled",
                PATIENCE,
                () -> everyone.mapping.isCaughtUp() && careful.mapping.isCaughtUp());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        told.accept("settled after " + took.toSeconds() + " s; reading what is there");
        EventStore store =
                space.eventStore(Numbered.CODEC, InstantSource.system()).orElseThrow();
        for (int key = 0; key < settings.keys(); key++) {
            see(store, EveryEventFunction.NAME, key, every);
            see(store, InboxFunction.NAME, key, sampled);
        }
        return new SoakResult(
                settings,
                every.tally(),
                sampled.tally(),
                producer.outcomes(),
                stream.shards().stream().mapToLong(SoakRun::records).sum(),
                faults,
                kills,
                Map.of(
                        EveryEventFunction.NAME,
                        everyone.function.metrics(),
                        InboxFunction.NAME,
                        careful.function.metrics()),
                took);
    }

    private record Deployed(LambdaFunction function, KinesisMapping mapping) {}

    private Deployed deploy(
            LocalAws local, AwsSpace space, KinesisStream stream, Path zip, String name, Class<?> handler) {
        Map<String, String> environment = new HashMap<>(local.environment());
        environment.put(Equipment.TABLES, space.tables().prefix());
        environment.put(Equipment.FAIL_EVERY, String.valueOf(settings.failEvery()));
        LambdaFunction function = local.lambda()
                .deploy(FunctionDefinition.of(name, zip, handler.getName() + "::handleRequest")
                        .withEnvironment(environment)
                        .withTimeout(TIMEOUT)
                        .withMaxConcurrency(CONCURRENCY));
        KinesisMapping mapping = local.lambda()
                .map(stream, function, MappingSettings.defaults().withBatch(settings.batch(), Duration.ZERO));
        return new Deployed(function, mapping);
    }

    /** Each at least once, however few requests there are. */
    private static void armFaults(LocalAws local) {
        Fault throttled = new Fault.PartlyRefused("ProvisionedThroughputExceededException", 0.3);
        Fault slow = new Fault.Slow(Duration.ofMillis(50));
        local.kinesis()
                .faults()
                .next(1, "PutRecords", throttled)
                .next(1, "PutRecords", new Fault.Failed())
                .next(1, "PutRecords", new Fault.LostResponse())
                .often(0.05, "PutRecords", throttled)
                .often(0.02, "PutRecords", new Fault.Failed())
                .often(0.05, "PutRecords", new Fault.LostResponse())
                .often(0.02, "PutRecords", slow);
    }

    /** Not faster than consumers follow, so that all of it happens at once. */
    private void publish(Producer producer, KinesisStream stream, List<Deployed> deployed) {
        int chunk = (settings.events() + CHUNKS - 1) / CHUNKS;
        int made = 0;
        for (int i = 0; made < settings.events(); i++) {
            int next = Math.min(chunk, settings.events() - made);
            producer.publish(next);
            made += next;
            if (i == CHUNKS / 3) {
                stream.scaleTo(5);
            } else if (i == 2 * CHUNKS / 3) {
                stream.scaleTo(3);
            }
            if (kills < settings.kills() * (i + 1) / CHUNKS) {
                kill(deployed.get(kills % deployed.size()).function);
            }
            int behind = producer.published() - AHEAD * chunk;
            Await.until(
                    "consumers to follow",
                    PATIENCE,
                    () -> deployed.stream()
                            .allMatch(each -> each.function.metrics().batchRecords() >= behind));
            told.accept(made + " events made, " + kills + " JVMs killed");
        }
        producer.finish();
    }

    private void kill(LambdaFunction function) {
        Await.until("a JVM to kill", PATIENCE, function::killOne);
        kills++;
    }

    private static long records(Shard shard) {
        long records = 0;
        Shard.Page page = shard.read(0, PAGE, Integer.MAX_VALUE);
        while (!page.records().isEmpty()) {
            records += page.records().size();
            page = shard.read(page.next(), PAGE, Integer.MAX_VALUE);
        }
        return records;
    }

    private void see(EventStore store, String consumer, int key, Ledger ledger) {
        StreamId stream = Numbered.stream(consumer, settings.key(key));
        long revision = 0;
        boolean more = true;
        while (more) {
            EventPage page = store.read(stream, revision, PAGE);
            for (Envelope<?> event : page.events()) {
                Numbered numbered = Numbered.of(event);
                ledger.see(numbered.key(), numbered.number());
            }
            revision += page.events().size();
            more = page.more();
        }
    }
}
