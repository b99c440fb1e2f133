package io.triskel.local.proxy;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.Daemons;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.LoopbackServer;
import io.triskel.local.proxy.HttpService.Answer;
import io.triskel.local.proxy.HttpService.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Forwards requests to a local service unless the service would deny them to the caller, counts them, and injects the
 * faults of a plan. A plan names a fault's operation ({@code PutItem}), the operation with its resource ({@code PutItem
 * orders}), or all operations ({@link #ANY}). For a lost answer the proxy closes the connection after the service has
 * answered.
 */
public final class HttpProxy implements AutoCloseable {
    /** Means all operations in a plan. */
    public static final String ANY = "*";

    /** The headers of a single connection, and those that the forwarding client writes itself. */
    private static final Set<String> OF_A_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "transfer-encoding",
            "upgrade");

    private static final int THREADS = 64;

    private final URI service;
    private final HttpService kind;
    private final FaultPlan faults;
    private final RequestCounter counter = new RequestCounter();
    private final ExecutorService forwarding = Executors.newCachedThreadPool(Daemons.named("proxy-forward"));
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(forwarding)
            .build();
    private final LoopbackServer server;

    private HttpProxy(URI service, HttpService kind, FaultPlan faults) {
        this.service = service;
        this.kind = kind;
        this.faults = faults;
        this.server = LoopbackServer.start("proxy", THREADS, this::serve);
    }

    /**
     * Starts a proxy on a loopback port.
     *
     * @param service the address of the service, without a path
     * @param faults armed while the proxy runs
     */
    public static HttpProxy before(URI service, HttpService kind, FaultPlan faults) {
        return new HttpProxy(service, kind, faults);
    }

    /** {@return the address that clients use instead of the service's} */
    public URI uri() {
        return server.uri();
    }

    public FaultPlan faults() {
        return faults;
    }

    public RequestCounter requests() {
        return counter;
    }

    @Override
    public void close() {
        server.close();
        forwarding.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        long begin = System.nanoTime();
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
        Call call = kind.callOf(request);
        Optional<Answer> denied = kind.denial(request);
        Optional<Fault> fault = denied.isPresent() ? Optional.empty() : strike(call);
        Optional<Answer> refused = denied.or(() -> fault.flatMap(this::refusal));
        if (refused.isPresent()) {
            counter.count(call, begin, System.nanoTime());
            answer(exchange, refused.get());
            return;
        }
        CompletableFuture<Void> unused = CompletableFuture.supplyAsync(() -> request, after(fault))
                .thenCompose(this::forward)
                .whenComplete((response, failure) -> {
                    counter.count(call, begin, System.nanoTime());
                    if (failure != null
                            || fault.filter(Fault.LostResponse.class::isInstance)
                                    .isPresent()) {
                        exchange.close();
                    } else {
                        answer(exchange, response);
                    }
                })
                .handle((response, failure) -> null);
    }

    private Optional<Fault> strike(Call call) {
        return faults.strike(call.operation() + " " + call.resource())
                .or(() -> faults.strike(call.operation()))
                .or(() -> faults.strike(ANY));
    }

    private Optional<Answer> refusal(Fault fault) {
        return fault.fold(
                refused -> Optional.of(kind.refusal(refused.code())),
                partly -> {
                    throw new IllegalArgumentException("A proxy cannot reject a part of a request: " + partly);
                },
                failed -> Optional.of(kind.failure()),
                slow -> Optional.empty(),
                lost -> Optional.empty());
    }

    private Executor after(Optional<Fault> fault) {
        Duration delay = fault.map(struck -> struck.<Duration>fold(
                        refused -> Duration.ZERO,
                        partly -> Duration.ZERO,
                        failed -> Duration.ZERO,
                        Fault.Slow::by,
                        lost -> Duration.ZERO))
                .orElse(Duration.ZERO);
        return delay.isZero()
                ? Runnable::run
                : CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, forwarding);
    }

    private CompletableFuture<HttpResponse<byte[]>> forward(Request request) {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(service.resolve(request.uri()))
                .method(
                        request.method(),
                        request.body().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.body()));
        endToEnd(request.headers()).forEach((name, values) -> values.forEach(value -> forwarded.header(name, value)));
        return client.sendAsync(forwarded.build(), BodyHandlers.ofByteArray());
    }

    private static Map<String, List<String>> endToEnd(Map<String, List<String>> headers) {
        Predicate<String> forwarded = name -> !OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
        return headers.entrySet().stream()
                .filter(header -> forwarded.test(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) {
        endToEnd(response.headers().map())
                .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        if (exchange.getRequestMethod().equals("HEAD")) {
            response.headers()
                    .firstValue("Content-Length")
                    .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
        }
        send(exchange, response.statusCode(), response.body());
    }

    private static void answer(HttpExchange exchange, Answer answer) {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        send(exchange, answer.status(), answer.body());
    }

    private static void send(HttpExchange exchange, int status, byte[] body) {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (IOException e) {
            // The client has disconnected; the service's effects stay.
        }
    }
}
