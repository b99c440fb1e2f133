package io.triskel.target.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.load.Consumption;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import io.triskel.load.TestPorts;
import io.triskel.load.ledger.SharedRun;
import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.path.BusPath;
import io.triskel.load.path.LoadPath;
import io.triskel.load.run.Budget;
import io.triskel.load.run.LoadRun;
import io.triskel.load.run.RunClock;
import io.triskel.load.run.RunResult;
import io.triskel.load.workload.Arrivals;
import io.triskel.load.workload.Demand;
import io.triskel.load.workload.EventShape;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers on one stream of the local Kinesis, each with clients of its own. */
@Timeout(180)
class SharedStreamTest {
    private static final long RUN = 4711;
    private static final List<Phase> PHASES = List.of(new Phase.Steady(200, Duration.ofSeconds(4)));
    private static final Workload WORKLOAD = new Workload(
            "shared",
            "",
            Level.BUS,
            1,
            new EventShape(1_024),
            new KeySpread(30, 0.1),
            1,
            new Arrivals.Uniform(),
            PHASES,
            Objectives.none(),
            Duration.ofSeconds(6),
            1,
            Optional.empty(),
            Demand.of(PHASES));

    /** Ids of events that the bus acknowledged and never had. */
    private final Set<String> dropped = ConcurrentHashMap.newKeySet();

    @Test
    void read_it_once_together_and_name_exactly_the_events_that_one_of_them_lost() throws Exception {
        try (KinesisServer kinesis = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
                var site = LocalSite.over(addresses(kinesis), any -> {}, List.of())) {
            List<RunResult> results = load(environment(kinesis, site.freshBus()));

            List<WorkerLedger> ledgers =
                    results.stream().map(each -> each.ledger().orElseThrow()).toList();
            SharedRun judged = SharedRun.of(ledgers);
            assertThat(dropped).hasSizeGreaterThan(5);
            assertThat(judged.correctness().lost()).isEqualTo(dropped.size());
            assertThat(judged.lost().stream().map(SharedStreamTest::id)).containsExactlyInAnyOrderElementsOf(dropped);
            assertThat(judged.correctness().sent()).isEqualTo(800);
            assertThat(judged.correctness().duplicates().all()).isZero();
            assertThat(judged.correctness().reordered()).isZero();
            assertThat(judged.correctness().undecided()).isZero();
            assertThat(judged.clockErrorUs()).hasValue(0);
            assertThat(ledgers).allSatisfy(each -> {
                assertThat(each.consumers().get(0).runs())
                        .as("each reads a part")
                        .isNotEmpty();
                assertThat(each.arrivals()).containsKeys(0, 1);
            });
            assertThat(results.stream()
                            .mapToLong(each -> each.correctness().delivered())
                            .sum())
                    .as("each event is read by one")
                    .isEqualTo(judged.correctness().delivered());
        }
    }

    private static Map<String, String> addresses(KinesisServer kinesis) {
        return Map.of(
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL_KINESIS",
                kinesis.uri().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                kinesis.uri().toString());
    }

    private static Map<String, String> environment(KinesisServer kinesis, ExistingNames names) {
        Map<String, String> all = new java.util.TreeMap<>(addresses(kinesis));
        all.putAll(names.variables());
        all.put(DeployedSite.VARIABLE, AwsBinding.TARGET);
        return all;
    }

    private List<RunResult> load(Map<String, String> environment) {
        CyclicBarrier ready = new CyclicBarrier(2);
        List<CompletableFuture<RunResult>> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Worker worker = new Worker(i, 2);
            running.add(CompletableFuture.supplyAsync(() -> load(environment, worker, ready)));
        }
        return running.stream().map(CompletableFuture::join).toList();
    }

    private RunResult load(Map<String, String> environment, Worker worker, CyclicBarrier ready) {
        RunClock clock = RunClock.ofThisMachine();
        try (AwsBinding aws = AwsBinding.apart(environment)) {
            assertThat(aws.environment()).isEqualTo(Environment.EMULATOR);
            TestPorts ports = aws.freshBus().reading(io.triskel.aws.kinesis.ReadQuota.whole(), worker);
            TestPorts used = worker.index() == 1 ? new Losing(ports) : ports;
            try (LoadPath path = new BusPath(used, 1, RUN, 1_024, clock::nanos, clock.epoch())) {
                LoadRun.Lead lead = new LoadRun.Lead(
                        worker, Optional.of(() -> false), () -> await(ready), () -> false, Budget.NONE, progress -> {});
                return new LoadRun(WORKLOAD, path, RUN, 0, clock, lead).run();
            }
        }
    }

    private static void await(CyclicBarrier ready) {
        try {
            ready.await();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String id(SharedRun.Event event) {
        return Long.toString(RUN, 36) + "-" + Integer.toString(event.key(), 36) + "-"
                + Integer.toString(event.number(), 36);
    }

    /** A bus that acknowledges some events of this worker and does not have them. */
    private final class Losing implements TestPorts {
        private final TestPorts ports;

        private Losing(TestPorts ports) {
            this.ports = ports;
        }

        @Override
        public EventBus bus() {
            EventBus bus = ports.bus();
            return new EventBus() {
                @Override
                public BusLimits limits() {
                    return bus.limits();
                }

                @Override
                public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
                    List<Outgoing> kept =
                            batch.stream().filter(each -> !loses(each)).toList();
                    CompletionStage<List<BusResult>> sent =
                            kept.isEmpty() ? CompletableFuture.completedStage(List.of()) : bus.send(kept, deadline);
                    return sent.thenApply(results -> {
                        List<BusResult> all = new ArrayList<>();
                        var next = results.iterator();
                        batch.forEach(each -> all.add(loses(each) ? BusResult.ok("nowhere") : next.next()));
                        return all;
                    });
                }
            };
        }

        private boolean loses(EventBus.Outgoing event) {
            String id = event.event().id().id();
            if (Math.floorMod(id.hashCode(), 29) != 0) {
                return false;
            }
            dropped.add(id);
            return true;
        }

        @Override
        public Consumption consumption(String name, BatchProcessor processor, EventCodec codec) {
            return ports.consumption(name, processor, codec);
        }

        @Override
        public Consumption fromStart(String name, BatchProcessor processor, EventCodec codec) {
            return ports.fromStart(name, processor, codec);
        }

        @Override
        public Stores stores(InstantSource clock, int laneCapacity) {
            return ports.stores(clock, laneCapacity);
        }

        @Override
        public int laneCapacity() {
            return ports.laneCapacity();
        }

        @Override
        public void close() {
            ports.close();
        }
    }
}
