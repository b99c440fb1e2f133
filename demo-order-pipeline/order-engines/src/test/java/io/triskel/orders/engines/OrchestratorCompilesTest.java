package io.triskel.orders.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** javac judges the orchestrator, with the libraries of Durable Functions that a deployment has. */
class OrchestratorCompilesTest {
    @Test
    void the_orchestrator_compiles_without_a_warning(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("FulfilmentOrchestration.java");
        Files.writeString(source, ExportFulfilment.process().asDurableFunctions("io.triskel.orders.azure"));
        StringWriter said = new StringWriter();

        boolean compiled;
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            compiled = javac.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "--release",
                                    "17",
                                    "-proc:none",
                                    "-Xlint:all,-classfile",
                                    "-Werror",
                                    "-d",
                                    folder.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
        }

        assertThat(said.toString()).isEmpty();
        assertThat(compiled).isTrue();
        assertThat(folder.resolve("io/triskel/orders/azure/FulfilmentOrchestration.class"))
                .exists();
    }
}
