package io.triskel.orders.gcp.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.StateCodec;
import io.triskel.local.WorkFolder;
import io.triskel.local.access.CallRights;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import io.triskel.local.gcp.firestore.FirestoreMetrics;
import io.triskel.local.gcp.functions.FunctionResponse;
import io.triskel.notify.Credential;
import io.triskel.orders.clock.TickReport;
import io.triskel.orders.deployed.BusReader;
import io.triskel.orders.deployed.DeployedPipeline;
import io.triskel.orders.operation.Past;
import io.triskel.orders.pipeline.Ports;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The deployment as its driver sees it: the clock is a job of the scheduler that is told the time. */
final class GcpPipeline implements DeployedPipeline {
    private static final byte[] NOTHING = {};
    private static final byte[] REPLAY_ALL = "{\"replay\":\"all\"}".getBytes(StandardCharsets.UTF_8);

    private final Path folder;
    private final Deployment deployment;

    /**
     * Shows a deployment to its driver.
     *
     * @param folder removed on close
     */
    GcpPipeline(Path folder, Deployment deployment) {
        this.folder = folder;
        this.deployment = deployment;
    }

    @Override
    public URI url() {
        return deployment.url();
    }

    @Override
    public Credential credential() {
        return deployment.credential();
    }

    @Override
    public Ports ports() {
        return deployment.access().ports();
    }

    @Override
    public BusReader bus() {
        return new TopicReader(deployment.topic());
    }

    @Override
    public Optional<Past> past() {
        return Optional.of(deployment.access().past());
    }

    @Override
    public boolean hasArchived() {
        return !deployment.archive().isEmpty();
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
        return deployment.isCaughtUp();
    }

    @Override
    public List<String> behind() {
        return deployment.behind();
    }

    @Override
    public Object checkpoints() {
        return deployment.positions();
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
    public void describe(ObjectNode cloud) {
        FirestoreMetrics documents = deployment.gcp().firestore().metrics();
        cloud.put("documentReads", documents.reads()).put("documentWrites", documents.writes());
    }

    @Override
    public CallRights rights() {
        return deployment.gcp().policies();
    }

    @Override
    public void close() {
        deployment.close();
        WorkFolder.remove(folder);
    }
}
