package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.cloud.EngineExport;
import io.triskel.load.cloud.Look;
import io.triskel.load.cloud.Started;
import io.triskel.load.cloud.Started.Measurement;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A descriptor is all that the command line needs to know of one more cloud: docs/a-fourth-cloud.md. */
class FourthTargetTest {
    private static final Clouds CLOUDS = withToy();
    private static final Installation HOME = new Installation(Path.of("/somewhere"));

    private static Clouds withToy() {
        List<CloudDescriptor> all = new ArrayList<>(Clouds.installed().all());
        all.add(new Toy());
        return new Clouds(all);
    }

    private static String help(String command) {
        CommandLine triskel = Main.commandLine(CLOUDS, HOME, false);
        return triskel.getSubcommands().get(command).getUsageMessage().replaceAll("\\s+", " ");
    }

    @Test
    void is_a_target_of_the_demo() {
        assertThat(new Targets(CLOUDS).listed("all"))
                .extracting(Target::text)
                .containsExactly("memory", "aws", "azure", "gcp", "toy");
        assertThat(help("demo"))
                .contains("memory; gcp (on this machine); aws, azure or toy (on this machine, with Node.js).")
                .contains("with --target toy also engine (Toy Engine orchestrates them by the exported process).");
    }

    @Test
    void is_started_and_operated_by_its_own_classes() {
        assertThat(new Targets(CLOUDS).cloudNames()).isEqualTo("aws, azure, gcp, toy");
        assertThat(help("up")).contains("toy: Toys on this machine (needs Node.js). Calls need nothing.");
        assertThat(help("ops")).contains("aws, azure, gcp or toy.");
    }

    @Test
    void is_loaded_at_each_level_and_simulated_at_those_of_a_bus() {
        LoadTargets targets = new LoadTargets(CLOUDS);

        assertThat(targets.names(Level.PIPELINE)).isEqualTo("memory, aws, azure, gcp, toy");
        assertThat(targets.names(Level.FUNCTION)).endsWith("sim-aws, sim-azure, sim-gcp, sim-toy");
        assertThat(targets.named("toy").orElseThrow().variablesOfBus(Level.BUS)).containsExactly("TOY_BUS");
        assertThat(targets.named("sim-toy").orElseThrow().variablesOfBus(Level.BUS))
                .isEmpty();
        assertThat(help("load"))
                .contains(
                        "One or more of memory, aws, azure, gcp, toy, sim-aws, sim-azure, sim-gcp, sim-toy (simulated)")
                .contains("A file; or aws, azure or toy (all need Node.js), or gcp.");
    }

    @Test
    void is_exported_to_its_engine() {
        assertThat(help("export"))
                .contains("aws, azure, gcp or toy.")
                .contains("for Google Cloud a Workflows definition, for Toy Cloud a list of toys.");
    }

    private static final class Toy implements CloudDescriptor {
        @Override
        public String id() {
            return "toy";
        }

        @Override
        public String name() {
            return "Toy Cloud";
        }

        @Override
        public int rank() {
            return 4;
        }

        @Override
        public Look look() {
            return new Look("#112233", "#aabbcc", "M-1,0L0,-1L1,0Z");
        }

        @Override
        public Offers offers(Requests requests) {
            throw new UnsupportedOperationException("The command line leaves sizing to another module");
        }

        @Override
        public Started started() {
            return new Started(
                    "loadtest/target-toy",
                    "toy.Demo",
                    "toy.Up",
                    "toy.Operations",
                    "toy.Console",
                    "toy.Load",
                    Optional.of("toy.Simulation"),
                    List.of(new Measurement("ratios", "loadtest/target-toy", "toy.Ratios")),
                    "Toys",
                    true,
                    "Calls need nothing.");
        }

        @Override
        public Optional<String> simulationNote() {
            return Optional.empty();
        }

        @Override
        public Optional<EngineExport> engine() {
            return Optional.of(new EngineExport("toys", "for Toy Cloud a list of toys", Optional.of("Toy Engine")));
        }

        @Override
        public List<String> variablesOfBus(Level level) {
            return List.of("TOY_BUS");
        }
    }
}
