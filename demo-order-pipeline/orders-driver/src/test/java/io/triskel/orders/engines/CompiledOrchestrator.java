package io.triskel.orders.engines;

import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;
import com.microsoft.durabletask.TaskOrchestrationContext;
import com.microsoft.durabletask.azurefunctions.internal.middleware.OrchestrationMiddleware;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
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

    /** {@return the orchestrator, as Microsoft's middleware in the worker of functions runs it: from a request to an answer} */
    UnaryOperator<byte[]> load() throws ReflectiveOperationException, IOException {
        // The loader lives as long as the class that it returns.
        @SuppressWarnings("resource")
        URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        Object orchestration = loader.loadClass(CLASS).getConstructor().newInstance();
        Method run = orchestration.getClass().getMethod("run", TaskOrchestrationContext.class);
        return request -> {
            Call call = new Call(Base64.getEncoder().encodeToString(request));
            try {
                new OrchestrationMiddleware()
                        .invoke(call, context -> call.updateReturnValue(run.invoke(orchestration, call.argument)));
            } catch (Exception failed) {
                throw new AssertionError("The middleware turns failures into answers", failed);
            }
            return Base64.getDecoder().decode(call.returned.toString());
        };
    }

    /** The one parameter of a call, as the worker shows it to middleware. */
    private static final class Call implements MiddlewareContext {
        private Object argument;
        private Object returned = "";

        Call(String request) {
            this.argument = request;
        }

        @Override
        public String getParameterName(String annotation) {
            return "context";
        }

        @Override
        public Object getParameterValue(String name) {
            return argument;
        }

        @Override
        public void updateParameterValue(String name, Object value) {
            argument = value;
        }

        @Override
        public Object getReturnValue() {
            return returned;
        }

        @Override
        public void updateReturnValue(Object value) {
            returned = value;
        }

        @Override
        public Logger getLogger() {
            return Logger.getAnonymousLogger();
        }

        @Override
        public String getInvocationId() {
            return "invocation";
        }

        @Override
        public String getFunctionName() {
            return "fulfilment_process";
        }
    }
}
