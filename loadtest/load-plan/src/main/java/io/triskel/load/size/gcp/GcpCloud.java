package io.triskel.load.size.gcp;

import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.EngineExport;
import io.triskel.load.cloud.Look;
import io.triskel.load.cloud.Started;
import io.triskel.load.cloud.Started.Measurement;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Level;
import java.util.List;
import java.util.Optional;

/** Google Cloud. */
public final class GcpCloud implements CloudDescriptor {
    private static final String TARGET = "loadtest/target-gcp";

    @Override
    public String id() {
        return "gcp";
    }

    @Override
    public String name() {
        return "Google";
    }

    @Override
    public int rank() {
        return 3;
    }

    /** A green circle. */
    @Override
    public Look look() {
        return new Look(
                "#087b58",
                "#3fd0a0",
                "M0,-1C0.552,-1,1,-0.552,1,0C1,0.552,0.552,1,0,1C-0.552,1,-1,0.552,-1,0C-1,-0.552,-0.552,-1,0,-1Z");
    }

    @Override
    public Offers offers(Requests requests) {
        return new Gcp(requests);
    }

    @Override
    public Started started() {
        return new Started(
                TARGET,
                "io.triskel.target.gcp.GcpTarget",
                "io.triskel.target.gcp.GcpUp",
                "io.triskel.gcp.hosting.GcpOperations",
                "io.triskel.target.gcp.GcpConsole",
                "io.triskel.target.gcp.GcpLoad",
                Optional.of("io.triskel.load.sim.gcp.SimulatedGcpLoad"),
                List.of(
                        new Measurement("ratios", TARGET, "io.triskel.target.gcp.Ratios"),
                        new Measurement("soak", TARGET, "io.triskel.target.gcp.soak.Soak"),
                        new Measurement("function", TARGET, "io.triskel.target.gcp.PackFunction")),
                "Pub/Sub, Firestore, Cloud Storage for archives and Cloud Run functions",
                false,
                "Calls send TRISKEL_APP_ID_TOKEN as a bearer token.");
    }

    @Override
    public Optional<String> simulationNote() {
        return Optional.empty();
    }

    @Override
    public Optional<EngineExport> engine() {
        return Optional.of(new EngineExport("workflows", "for Google Cloud a Workflows definition", Optional.empty()));
    }

    @Override
    public List<String> variablesOfBus(Level level) {
        return switch (level) {
            case BUS -> List.of("TRISKEL_GCP_TOPIC", "TRISKEL_GCP_SUBSCRIPTION");
            case FUNCTION ->
                List.of(
                        "TRISKEL_GCP_TOPIC",
                        "TRISKEL_GCP_SUBSCRIPTION",
                        "TRISKEL_LOAD_REPORTS",
                        "TRISKEL_LOAD_REPORTS_SUBSCRIPTION");
            case PIPELINE -> List.of("TRISKEL_APP_LOAD_SUBSCRIPTION");
        };
    }
}
