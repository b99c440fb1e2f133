package io.triskel.orders.engines;

import com.microsoft.durabletask.OrchestratorFunction;
import com.microsoft.durabletask.TaskOrchestrationContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The exported orchestrator, compiled with the libraries of Durable Functions that a deployment has.
 *
 * @param folder of its classes
 * @param said what javac said; nothing if it is content
 */
record CompiledOrchestrator(Path folder, String said) {
    private static final String CLASS = "io.triskel.orders.azure.FulfilmentOrchestration";

    static CompiledOrchestrator in(Path folder) {
        Path source = folder.resolve("FulfilmentOrchestration.java");
        StringWriter said = new StringWriter();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            Files.writeString(source, ExportFulfilment.process().asDurableFunctions("io.triskel.orders.azure"));
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-Xlint:all,-classfile",
                    "-Werror",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            boolean compiled = javac.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            return new CompiledOrchestrator(folder, said + (compiled ? "" : "It does not compile"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** {@return the orchestrator, as the host of functions calls it} */
    OrchestratorFunction<String> load() throws ReflectiveOperationException, IOException {
        // The loader lives as long as the class that it returns.
        @SuppressWarnings("resource")
        URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        Object orchestration = loader.loadClass(CLASS).getConstructor().newInstance();
        Method run = orchestration.getClass().getMethod("run", TaskOrchestrationContext.class);
        return context -> {
            try {
                return (String) run.invoke(orchestration, context);
            } catch (InvocationTargetException thrown) {
                CompiledOrchestrator.<RuntimeException>rethrow(thrown.getCause());
                throw new AssertionError("It has been thrown", thrown);
            } catch (IllegalAccessException impossible) {
                throw new AssertionError("The orchestrator is public", impossible);
            }
        };
    }

    /** The runner waits for an exception that is no {@code RuntimeException}: it says that the orchestrator waits. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
