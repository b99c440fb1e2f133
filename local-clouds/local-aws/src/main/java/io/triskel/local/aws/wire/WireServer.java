package io.triskel.local.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.Daemons;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.LoopbackServer;
import io.triskel.local.aws.wire.Request.Encoding;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Serves operations of one service: {@code POST /} with {@code X-Amz-Target: Service_Version.Operation}. Does not check
 * signatures. Injects the faults of a plan before or after an operation, so that services need not handle most faults.
 */
public final class WireServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    private final Map<String, Function<Request, Optional<ObjectNode>>> operations;
    private final Map<String, Function<Request, EventStream.Pushing>> pushing;
    private final Access access;
    private final FaultPlan faults;
    private final ExecutorService pushers;
    private final ScheduledExecutorService timer;
    private final LoopbackServer server;

    private WireServer(
            String name,
            int threads,
            Map<String, Function<Request, Optional<ObjectNode>>> operations,
            Map<String, Function<Request, EventStream.Pushing>> pushing,
            Access access,
            FaultPlan faults) {
        this.operations = operations;
        this.pushing = pushing;
        this.access = access;
        this.faults = faults;
        this.pushers = Executors.newCachedThreadPool(Daemons.named(name + "-push"));
        this.timer = Executors.newSingleThreadScheduledExecutor(Daemons.named(name + "-timer"));
        this.server = LoopbackServer.start(name, threads, this::serve);
    }

    /**
     * Starts serving.
     *
     * @param operations by name; an operation without an answer gives an empty body
     */
    public static WireServer start(
            String name,
            int threads,
            Map<String, Function<Request, Optional<ObjectNode>>> operations,
            FaultPlan faults) {
        return start(name, threads, operations, Map.of(), Access.open(), faults);
    }

    /**
     * Starts serving.
     *
     * @param operations by name; an operation without an answer gives an empty body
     * @param pushing operations that answer with a stream of events, each on a separate thread
     * @param access asked before each operation
     */
    public static WireServer start(
            String name,
            int threads,
            Map<String, Function<Request, Optional<ObjectNode>>> operations,
            Map<String, Function<Request, EventStream.Pushing>> pushing,
            Access access,
            FaultPlan faults) {
        return new WireServer(name, threads, operations, pushing, access, faults);
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pushers.shutdownNow();
        server.close();
    }

    private void serve(HttpExchange call) throws IOException {
        String target = Optional.ofNullable(call.getRequestHeaders().getFirst("X-Amz-Target"))
                .orElse("");
        String operation = target.substring(target.indexOf('.') + 1);
        Optional<Fault> fault = faults.strike(operation);
        Runnable work = pushing.containsKey(operation)
                ? () -> pushers.execute(() -> push(call, operation, fault))
                : () -> answer(call, operation, fault);
        Optional<Duration> delay = fault.flatMap(struck -> struck.<Optional<Duration>>fold(
                refused -> Optional.empty(),
                partly -> Optional.empty(),
                failed -> Optional.empty(),
                slow -> Optional.of(slow.by()),
                lost -> Optional.empty()));
        if (delay.isPresent()) {
            later(delay.get(), work);
        } else {
            work.run();
        }
    }

    private void later(Duration delay, Runnable work) {
        try {
            ScheduledFuture<?> unused =
                    timer.schedule(() -> server.resume(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile, and the connection with it.
        }
    }

    private void push(HttpExchange call, String operation, Optional<Fault> fault) {
        try (call) {
            String contentType = contentType(call);
            Encoding encoding = encoding(contentType);
            EventStream.Pushing pushed;
            try {
                refuse(fault);
                JsonNode tree = mapper(encoding).readTree(call.getRequestBody().readAllBytes());
                Request request = new Request(operation, tree, encoding, fault);
                access.check(authorization(call), request);
                pushed = Objects.requireNonNull(pushing.get(operation)).apply(request);
            } catch (ServiceException e) {
                send(call, e.status(), contentType, error(call, encoding, e));
                return;
            }
            call.getResponseHeaders().set("Content-Type", EventStream.MEDIA_TYPE);
            call.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
            call.sendResponseHeaders(200, 0);
            EventStream events = new EventStream(call.getResponseBody(), mapper(encoding), contentType);
            events.push("initial-response", JSON.createObjectNode());
            pushed.to(events);
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String authorization(HttpExchange call) {
        return Optional.ofNullable(call.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
    }

    private static String contentType(HttpExchange call) {
        return Optional.ofNullable(call.getRequestHeaders().getFirst("Content-Type"))
                .orElse("application/x-amz-json-1.1");
    }

    private static Encoding encoding(String contentType) {
        return contentType.contains("cbor") ? Encoding.CBOR : Encoding.JSON;
    }

    private static byte[] error(HttpExchange call, Encoding encoding, ServiceException e) throws IOException {
        call.getResponseHeaders().set("x-amzn-ErrorType", e.code());
        return mapper(encoding)
                .writeValueAsBytes(
                        JSON.createObjectNode().put("__type", e.code()).put("message", e.getMessage()));
    }

    private static void send(HttpExchange call, int status, String contentType, byte[] body) throws IOException {
        call.getResponseHeaders().set("Content-Type", contentType);
        call.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            call.getResponseBody().write(body);
        }
    }

    private void answer(HttpExchange call, String operation, Optional<Fault> fault) {
        try (call) {
            String contentType = contentType(call);
            Encoding encoding = encoding(contentType);
            byte[] body;
            int status = 200;
            try {
                refuse(fault);
                JsonNode tree = mapper(encoding).readTree(call.getRequestBody().readAllBytes());
                Function<Request, Optional<ObjectNode>> found = operations.get(operation);
                if (found == null || !tree.isObject()) {
                    throw new ServiceException("UnknownOperationException", "Not served here: " + operation);
                }
                Request request = new Request(operation, tree, encoding, fault);
                access.check(authorization(call), request);
                Optional<ObjectNode> answer = found.apply(request);
                body = answer.isPresent() ? mapper(encoding).writeValueAsBytes(answer.get()) : new byte[0];
            } catch (ServiceException e) {
                status = e.status();
                body = error(call, encoding, e);
            }
            if (fault.filter(Fault.LostResponse.class::isInstance).isPresent()) {
                return;
            }
            send(call, status, contentType, body);
        } catch (IOException e) {
            // The client has disconnected; the call's effects stay.
        } catch (RuntimeException e) {
            fail(call, e);
        }
    }

    private static void fail(HttpExchange call, RuntimeException cause) {
        System.getLogger(WireServer.class.getName()).log(System.Logger.Level.ERROR, "A call broke the server", cause);
        try (call) {
            call.sendResponseHeaders(500, -1);
        } catch (IOException e) {
            // No caller is left to answer.
        }
    }

    private static void refuse(Optional<Fault> fault) {
        Optional<ServiceException> error = fault.flatMap(struck -> struck.<Optional<ServiceException>>fold(
                refused -> Optional.of(new ServiceException(refused.code(), "Injected fault: refused")),
                partly -> Optional.empty(),
                failed -> Optional.of(new ServiceException("InternalFailureException", "Injected fault", 500)),
                slow -> Optional.empty(),
                lost -> Optional.empty()));
        if (error.isPresent()) {
            throw error.get();
        }
    }

    private static ObjectMapper mapper(Encoding encoding) {
        return encoding == Encoding.CBOR ? CBOR : JSON;
    }
}
