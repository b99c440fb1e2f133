package io.triskel.local.aws.lambda;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Lambda Runtime API, version 2018-06-01, for all execution environments of a host. Each environment gets its own
 * address, {@code host:port/id}, by which the server identifies it.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String VERSION = "/2018-06-01/runtime/";
    private static final byte[] ACCEPTED = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);

    private final Map<String, ExecutionEnvironment> environments = new ConcurrentHashMap<>();
    private final LoopbackServer server = LoopbackServer.start("runtime-api", 16, this::serve);

    /** The value of {@code AWS_LAMBDA_RUNTIME_API} for this environment, which may call from now on. */
    String register(ExecutionEnvironment environment) {
        environments.put(environment.id(), environment);
        return server.authority() + "/" + environment.id();
    }

    void forget(ExecutionEnvironment environment) {
        environments.remove(environment.id());
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        int version = path.indexOf(VERSION);
        ExecutionEnvironment environment = version < 1 ? null : environments.get(path.substring(1, version));
        if (environment == null) {
            answer(call, 404);
            return;
        }
        String operation = path.substring(version + VERSION.length());
        if (operation.equals("invocation/next")) {
            environment.polled(call);
            return;
        }
        if (operation.equals("restore/next")) {
            // Here the service takes the snapshot, and then answers in each restored environment.
            answer(call, 200);
            return;
        }
        byte[] body = call.getRequestBody().readAllBytes();
        String[] parts = operation.split("/", -1);
        if (operation.equals("init/error") || operation.equals("restore/error")) {
            environment.failedToStart(body);
        } else if (parts.length == 3 && parts[2].equals("response")) {
            environment.responded(parts[1], body);
        } else if (parts.length == 3 && parts[2].equals("error")) {
            environment.failed(parts[1], body);
        } else {
            answer(call, 404);
            return;
        }
        answer(call, 202);
    }

    private static void answer(HttpExchange call, int status) throws IOException {
        try (call) {
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(status, ACCEPTED.length);
            call.getResponseBody().write(ACCEPTED);
        }
    }
}
