package io.triskel.local.azure.functions.worker;

import io.triskel.local.azure.functions.wire.Connection;
import io.triskel.local.azure.functions.wire.Data;
import io.triskel.local.azure.functions.wire.Message;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The main class of a function's JVM. It serves the host that started it until the host closes the connection. */
public final class Worker {
    private final Connection host;
    private final AppClasses classes;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Map<String, LoadedFunction> functions = new ConcurrentHashMap<>();
    private final Map<String, String> problems = new ConcurrentHashMap<>();

    private Worker(Connection host, AppClasses classes) {
        this.host = host;
        this.classes = classes;
    }

    /**
     * Serves the host.
     *
     * @param arguments the host's port, this worker's token, the app's folder and the jar with its functions
     */
    public static void main(String[] arguments) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        try (Connection host = new Connection(socket)) {
            host.write(new Message.Hello(arguments[1]));
            new Worker(host, AppClasses.of(Path.of(arguments[2]), Path.of(arguments[3]))).serve();
        } catch (EOFException | SocketException e) {
            // The host has closed the connection.
        }
        // Threads of the app must not keep this JVM alive.
        System.exit(0);
    }

    private void serve() throws IOException {
        while (true) {
            Message message = host.read();
            if (message instanceof Message.Load load) {
                host.write(load(load));
            } else if (message instanceof Message.Invoke invoke) {
                executor.execute(new Runnable() {
                    @Override
                    public void run() {
                        answer(invoke);
                    }
                });
            }
        }
    }

    private Message load(Message.Load load) {
        try {
            LoadedFunction function = LoadedFunction.of(load.function(), load.entryPoint(), classes);
            functions.put(load.function(), function);
            return new Message.Loaded(load.function(), function.metadata(), "");
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException e) {
            System.err.println(describe(e));
            problems.put(load.function(), e.toString());
            return new Message.Loaded(load.function(), List.of(), e.toString());
        }
    }

    private void answer(Message.Invoke invoke) {
        Message outcome = invoke(invoke);
        try {
            host.write(outcome);
        } catch (IOException e) {
            // The host has ended, so nothing waits for the answer; this JVM ends next.
        }
    }

    private Message invoke(Message.Invoke invoke) {
        LoadedFunction function = functions.get(invoke.function());
        if (function == null) {
            return new Message.Thrown(
                    invoke.id(), "Not loaded: " + problems.getOrDefault(invoke.function(), invoke.function()));
        }
        try {
            Data result = function.invoke(invoke);
            return new Message.Returned(invoke.id(), result);
        } catch (Throwable e) {
            // An exception or error of a function fails only its invocation.
            System.err.println(describe(e));
            return new Message.Thrown(invoke.id(), e.toString());
        }
    }

    private static String describe(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
