package io.triskel.target.azure;

import io.triskel.load.DeployedSite;
import io.triskel.load.function.FunctionTarget;
import io.triskel.load.function.Telling;
import io.triskel.load.process.LoadTarget;
import io.triskel.local.NodeTools;
import io.triskel.local.WorkFolder;
import io.triskel.local.azure.LocalAzure;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.target.azure.function.TimedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@link TimedFunction} at level function: the one that is deployed behind a hub for tests, or its app on this machine. */
final class FunctionOnAzure {
    private FunctionOnAzure() {}

    static LoadTarget open(Map<String, String> environment) {
        if (DeployedSite.isAskedFor(AzureBinding.TARGET, environment)) {
            DeployedSite.require(
                    AzureBinding.TARGET,
                    environment,
                    Map.of(Telling.REPORTS, "the hub that the function reports its invocations to"));
            AzureBinding deployed = AzureBinding.of(environment);
            AzureTestPorts events = deployed.fresh();
            return target(
                    deployed,
                    events,
                    deployed.on(new ExistingNames(environment.getOrDefault(Telling.REPORTS, ""), events.tables())),
                    List.of(deployed));
        }
        Path folder = WorkFolder.create("triskel-load-");
        LocalAzure local = LocalAzure.start(LocalAzureSettings.in(NodeTools.projectRoot(), folder));
        AzureBinding binding = AzureBinding.over(local);
        AzureTestPorts events = binding.freshBus();
        AzureTestPorts reports = binding.freshBus();
        local.eventHubs().hub(events.hub()).addConsumerGroup(Telling.CONSUMER);
        var unused = local.functions()
                .deploy(
                        AppDefinition.of("load", zip(folder))
                                .withSettings(local.environment())
                                .withSettings(Map.of("HUB", events.hub(), Telling.REPORTS, reports.hub())),
                        local.eventHubs());
        return target(binding, events, reports, List.of(binding, local, () -> WorkFolder.remove(folder)));
    }

    private static Path zip(Path folder) {
        try {
            return AppZip.ofClassPath(
                    folder.resolve("function.zip"), Map.of(Telling.CONSUMER, TimedFunction.class), AppZip.BATCH);
        } catch (IOException failed) {
            throw new UncheckedIOException("The function cannot be packed in " + folder, failed);
        }
    }

    private static LoadTarget target(
            AzureBinding binding, AzureTestPorts events, AzureTestPorts reports, List<AutoCloseable> opened) {
        return new FunctionTarget(
                binding.environment(), "A function app behind Event Hubs", Map.of(), events, reports, opened);
    }
}
