package io.triskel.local.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.LoopbackServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpProxyTest {
    private final List<String> served = Collections.synchronizedList(new ArrayList<>());
    private volatile Optional<CyclicBarrier> together = Optional.empty();

    private final LoopbackServer service = LoopbackServer.start("service", 8, exchange -> {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (together.isPresent()) {
                await(together.get());
            }
            served.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Who") + " " + new String(body, StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("X-Kind", "real");
            byte[] answer = "done".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
        }
    });
    private final HttpProxy proxy = HttpProxy.before(service.uri(), new Paths(), new FaultPlan(1));
    private final HttpClient client = HttpClient.newHttpClient();

    /** The operation is the method and the resource the path. */
    private static final class Paths implements HttpService {
        @Override
        public Call callOf(Request request) {
            return new Call(
                    request.header("x-who").orElse(""),
                    request.method(),
                    request.uri().getPath().substring(1));
        }

        @Override
        public Optional<Answer> denial(Request request) {
            return request.uri().getPath().equals("/secrets")
                    ? Optional.of(new Answer(403, Map.of(), "not for you".getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        }

        @Override
        public Answer refusal(String code) {
            return new Answer(400, Map.of("X-Code", code), new byte[0]);
        }

        @Override
        public Answer failure() {
            return new Answer(500, Map.of(), "broken".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(4, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException(alone);
        }
    }

    @AfterEach
    void end() {
        proxy.close();
        service.close();
    }

    @Test
    void a_request_and_its_answer_go_through_unchanged() throws Exception {
        HttpResponse<String> response = send("MERGE", "/orders?a=%20b", "body");

        assertThat(served).containsExactly("MERGE /orders?a=%20b me body");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("X-Kind")).contains("real");
        assertThat(response.body()).isEqualTo("done");
    }

    @Test
    void a_request_that_the_caller_may_not_make_is_counted_and_reaches_neither_the_service_nor_a_fault()
            throws Exception {
        proxy.faults().next(1, "GET", new Fault.Refused("Busy"));

        HttpResponse<String> denied = send("GET", "/secrets", "");

        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).isEqualTo("not for you");
        assertThat(served).isEmpty();
        assertThat(proxy.faults().injected()).isEmpty();
        assertThat(proxy.requests().byOperation()).isEqualTo(Map.of("GET secrets", 1L));
    }

    @Test
    void requests_are_counted_by_caller_operation_and_resource() throws Exception {
        send("PUT", "/orders", "1");
        send("PUT", "/orders", "2");
        send("POST", "/stock", "3");

        assertThat(proxy.requests().byOperation()).isEqualTo(Map.of("PUT orders", 2L, "POST stock", 1L));
        assertThat(proxy.requests().count(new Call("me", "PUT", "orders")::equals))
                .isEqualTo(2);
        assertThat(proxy.requests().inSequence()).isEqualTo(3);

        proxy.requests().clear();
        assertThat(proxy.requests().all()).isZero();
    }

    @Test
    void requests_that_overlap_are_one_in_sequence() {
        together = Optional.of(new CyclicBarrier(3));

        CompletableFuture.allOf(Stream.of("/a", "/b", "/c")
                        .map(path -> client.sendAsync(request("PUT", path, "x"), BodyHandlers.ofString()))
                        .toArray(CompletableFuture<?>[]::new))
                .join();

        assertThat(proxy.requests().all()).isEqualTo(3);
        assertThat(proxy.requests().inSequence()).isEqualTo(1);
    }

    @Test
    void a_lost_answer_is_a_closed_connection_after_the_work_was_done() {
        proxy.faults().next(1, "POST orders", new Fault.LostResponse());

        assertThatThrownBy(() -> send("POST", "/orders", "1")).isInstanceOf(IOException.class);

        assertThat(served).hasSize(1);
        assertThat(proxy.requests().all()).isEqualTo(1);
    }

    @Test
    void a_refused_request_never_reaches_the_service() throws Exception {
        proxy.faults().next(1, HttpProxy.ANY, new Fault.Refused("Throttled"));

        HttpResponse<String> response = send("PUT", "/orders", "1");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("X-Code")).contains("Throttled");
        assertThat(served).isEmpty();
    }

    @Test
    void a_service_that_fails_has_done_nothing() throws Exception {
        proxy.faults().next(1, "PUT", new Fault.Failed());

        assertThat(send("PUT", "/orders", "1").body()).isEqualTo("broken");
        assertThat(served).isEmpty();
    }

    @Test
    void a_service_that_is_gone_closes_the_connection() {
        service.close();

        assertThatThrownBy(() -> send("PUT", "/orders", "1")).isInstanceOf(IOException.class);
    }

    @Test
    void many_requests_at_once_are_all_served() {
        AtomicInteger right = new AtomicInteger();

        CompletableFuture.allOf(Stream.iterate(0, n -> n + 1)
                        .limit(300)
                        .map(n -> client.sendAsync(request("PUT", "/orders", "" + n), BodyHandlers.ofString())
                                .thenAccept(answer -> right.addAndGet(answer.statusCode() == 201 ? 1 : 0)))
                        .toArray(CompletableFuture<?>[]::new))
                .join();

        assertThat(right).hasValue(300);
        assertThat(proxy.requests().all()).isEqualTo(300);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(request(method, path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(proxy.uri().resolve(path))
                .method(method, BodyPublishers.ofString(body))
                .header("X-Who", "me")
                .build();
    }
}
