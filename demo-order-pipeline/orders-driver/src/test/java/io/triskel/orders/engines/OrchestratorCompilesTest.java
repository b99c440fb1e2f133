package io.triskel.orders.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** javac judges the orchestrator. */
class OrchestratorCompilesTest {
    @Test
    void the_orchestrator_compiles_without_a_warning(@TempDir Path folder) {
        assertThat(CompiledOrchestrator.in(folder).said()).isEmpty();
    }

    /** The runner's library converts data; which one it takes is not the orchestrator's business. */
    @Test
    void the_exported_orchestrator_names_no_jackson() {
        assertThat(ExportFulfilment.process().asDurableFunctions("io.triskel.orders.azure"))
                .doesNotContain("jackson");
    }
}
