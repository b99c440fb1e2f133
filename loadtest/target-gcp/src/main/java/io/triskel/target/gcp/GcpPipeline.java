package io.triskel.target.gcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.StateCodec;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.hosting.clock.TickReport;
import io.triskel.hosting.operation.StoreRestore.Published;
import io.triskel.local.Fault;
import io.triskel.local.access.CallRights;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import io.triskel.local.gcp.firestore.FirestoreMetrics;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.FunctionResponse;
import io.triskel.orders.deployed.BusReader;
import io.triskel.orders.deployed.CloudFaults;
import io.triskel.orders.deployed.LocalPipeline;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The deployment as its driver sees it: the clock is a scheduler job that receives the time. */
final class GcpPipeline extends LocalPipeline {
    private static final byte[] NOTHING = {};
    private static final List<String> CALLS =
            List.of("Commit", "BatchGetDocuments", "RunQuery", "RunAggregationQuery", "BeginTransaction");
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final byte[] REPLAY_ALL = "{\"replay\":\"all\"}".getBytes(StandardCharsets.UTF_8);

    private final Deployment deployment;

    /**
     * Presents a deployment to its driver.
     *
     * @param folder removed on close
     */
    GcpPipeline(Path folder, Deployment deployment) {
        super(folder, deployment.archive(), DeploymentPorts.of(deployment), deployment::close);
        this.deployment = deployment;
    }

    @Override
    public URI url() {
        return deployment.url();
    }

    @Override
    public BusReader bus() {
        return new TopicReader(deployment.topic().topic());
    }

    @Override
    public void tick(Instant now) {
        deployment.clock().fire(now, NOTHING).join();
    }

    @Override
    public long replayParked() {
        FunctionResponse answer =
                deployment.clock().fire(Instant.now(), REPLAY_ALL).join();
        return answer.isSuccess()
                ? StateCodec.of().decode(answer.body(), TickReport.class).replayed()
                : 0;
    }

    @Override
    public boolean isCaughtUp() {
        return deployment.topic().isCaughtUp();
    }

    @Override
    public List<String> behind() {
        return deployment.topic().behind();
    }

    @Override
    public Map<String, Long> waiting() {
        return deployment.topic().waiting();
    }

    @Override
    public CloudFaults faults() {
        CloudFunction payment = deployment.functions().stream()
                .filter(function -> function.definition().name().endsWith("-payment"))
                .findFirst()
                .orElseThrow();
        return new CloudFaults(
                new CloudFaults.Planned(deployment.gcp().pubSub().faults(), "Publish"),
                "RESOURCE_EXHAUSTED",
                new CloudFaults.Planned(
                        deployment.gcp().functions().faults(),
                        "Invoke " + payment.definition().name()),
                payment::killOne,
                this::freeze);
    }

    /** The emulator is in this process, so that its calls are answered late instead. */
    private Runnable freeze() {
        List<Runnable> ends = CALLS.stream()
                .map(call -> deployment.gcp().firestore().faults().arm(1, call, new Fault.Slow(LATE)))
                .toList();
        return () -> ends.forEach(Runnable::run);
    }

    @Override
    public Object checkpoints() {
        return deployment.topic().positions();
    }

    @Override
    public Runnable copyStores() {
        String keys = new FirestoreCollections(deployment.variable("TRISKEL_APP_COLLECTIONS")).keys();
        return deployment.gcp().firestore().copy(name -> !name.contains("/documents/" + keys + "/"));
    }

    @Override
    public void replay(Instant from) {
        deployment.topic().seek(from);
    }

    @Override
    public Published published() {
        deployment.topic().restore(DeploymentPorts.RESTORE);
        return super.published();
    }

    @Override
    public HostedFunctions functions() {
        return deployment.gcp().functions();
    }

    @Override
    public Map<String, ToLongFunction<FunctionMetrics>> ownCounts() {
        return Map.of("throttles", FunctionMetrics::throttles);
    }

    @Override
    public String busName() {
        return "Pub/Sub";
    }

    @Override
    public void describe(ObjectNode cloud) {
        FirestoreMetrics documents = deployment.gcp().firestore().metrics();
        cloud.put("documentReads", documents.reads()).put("documentWrites", documents.writes());
    }

    @Override
    public CallRights rights() {
        return deployment.gcp().policies();
    }
}
