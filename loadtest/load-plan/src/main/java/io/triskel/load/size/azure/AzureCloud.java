package io.triskel.load.size.azure;

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

/** Azure. */
public final class AzureCloud implements CloudDescriptor {
    private static final String TARGET = "loadtest/target-azure";

    @Override
    public String id() {
        return "azure";
    }

    @Override
    public String name() {
        return "Azure";
    }

    @Override
    public int rank() {
        return 2;
    }

    /** A blue triangle. */
    @Override
    public Look look() {
        return new Look("#2250c8", "#7ea9ff", "M0,-1.1L1.08,0.82H-1.08Z");
    }

    @Override
    public Offers offers(Requests requests) {
        return new Azure(requests);
    }

    @Override
    public Started started() {
        return new Started(
                TARGET,
                "io.triskel.target.azure.AzureTarget",
                "io.triskel.target.azure.AzureUp",
                "io.triskel.azure.hosting.AzureOperations",
                "io.triskel.target.azure.AzureConsole",
                "io.triskel.target.azure.AzureLoad",
                Optional.of("io.triskel.load.sim.azure.SimulatedAzureLoad"),
                List.of(
                        new Measurement("ratios", TARGET, "io.triskel.target.azure.Ratios"),
                        new Measurement("soak", TARGET, "io.triskel.target.azure.soak.Soak"),
                        new Measurement("function", TARGET, "io.triskel.target.azure.PackFunction")),
                "Event Hubs, Functions, Table and Blob Storage",
                true,
                "Calls send TRISKEL_APP_FUNCTION_KEY in the header x-functions-key.");
    }

    @Override
    public Optional<String> simulationNote() {
        return Optional.of("Auto-inflate of Event Hubs is not simulated, because no document says how"
                + " fast it is: Microsoft, Automatically scale up throughput units, 2022-06-13.");
    }

    @Override
    public Optional<EngineExport> engine() {
        return Optional.of(new EngineExport(
                "durable-functions",
                "for Azure the Java source of a Durable Functions orchestrator",
                Optional.empty()));
    }

    /** None for the pipeline: every reader sees the whole hub anyway. */
    @Override
    public List<String> variablesOfBus(Level level) {
        return switch (level) {
            case BUS -> List.of("TRISKEL_AZURE_HUB");
            case FUNCTION -> List.of("TRISKEL_AZURE_HUB", "TRISKEL_LOAD_REPORTS");
            case PIPELINE -> List.of();
        };
    }
}
