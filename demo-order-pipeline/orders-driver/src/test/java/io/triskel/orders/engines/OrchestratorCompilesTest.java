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
}
