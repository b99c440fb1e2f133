package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.notify.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of every deployed package towards customers, on any cloud. */
public abstract class DeployedOrdersContract {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Each look calls a function or a store, on the processors that the functions need for their start. */
    private static final long LOOK_NANOS = 100_000_000;

    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient client = HttpClient.newHttpClient();

    /** {@return the address of the function behind HTTP} */
    protected abstract URI url();

    /** {@return the credential for that function} */
    protected abstract Credential credential();

    /** {@return the status with which the cloud answers unknown callers} */
    protected abstract int refused();

    /** Calls the clock's function. {@return its answer, of any status} */
    protected abstract String tick(Instant now);

    /** {@return how many messages customers have got} */
    protected abstract long messages();

    @BeforeEach
    final void there_is_something_to_order() {
        assertThat(post("/products", product("P-1")).statusCode()).isEqualTo(202);
        assertThat(post("/stock", "{'product':'P-1','delivery':'D-1','quantity':100}")
                        .statusCode())
                .isEqualTo(200);
        await("ordering to know the product", () -> get("/products/P-1").statusCode() == 200);
    }

    @Test
    final void an_order_is_shipped_and_its_customer_hears_of_it_once() {
        long before = messages();

        HttpResponse<String> placed = post("/orders", order("O-shipped", true));
        awaitState("O-shipped", "SHIPPED");
        await("the customer to hear of it", () -> messages() > before);

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(post("/orders", order("O-shipped", true)).statusCode()).isEqualTo(200);
        assertThat(get("/orders?status=shipped").body()).contains("\"O-shipped\"");
        assertThat(get("/revenue/P-1").body()).contains("\"product\":\"P-1\"");
        assertProblem(post("/orders/O-shipped/cancellation", ""), 409, "Order O-shipped is shipped already");
    }

    @Test
    final void an_order_with_a_silent_payment_ends_when_the_clock_says_so() {
        post("/orders", order("O-silent", false));
        Instant later = Instant.now().plus(Duration.ofMinutes(16));

        // The timer is set by a consumer, so the first ticks may come too early.
        await("the order to be rejected", () -> {
            String unused = tick(later);
            return get("/orders/O-silent").body().contains("REJECTED");
        });

        assertThat(tick(Instant.now())).contains("\"fired\":0", "\"failures\":[]");
    }

    @Test
    final void an_order_that_waits_for_its_payment_is_cancelled_in_time() {
        post("/orders", order("O-cancelled", false));

        HttpResponse<String> cancelled = post("/orders/O-cancelled/cancellation", "");

        assertThat(cancelled.statusCode()).isEqualTo(200);
        awaitState("O-cancelled", "CANCELLED");
    }

    @Test
    final void an_order_for_a_product_that_ordering_has_not_heard_of_is_placed_once_it_has() {
        String order = order("O-early", true).replace("P-1", "P-2");
        HttpResponse<String> early = post("/orders", order);
        post("/products", product("P-2"));
        await("ordering to know the product", () -> get("/products/P-2").statusCode() == 200);

        HttpResponse<String> again = post("/orders", order);

        assertProblem(early, 409, "Ordering does not know product P-2 yet");
        assertThat(early.headers().firstValue("Retry-After")).contains("1");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).contains("\"status\":\"PLACED\"");
    }

    @Test
    final void an_order_that_is_not_to_wait_is_rejected_at_once() {
        HttpResponse<String> rejected = post("/orders", order("O-now", true).replace("P-1", "P-3"), "Prefer", "wait=0");

        assertThat(rejected.statusCode()).isEqualTo(201);
        assertThat(rejected.body()).contains("\"status\":\"REJECTED\"", "there is no product P-3");
    }

    @Test
    final void what_makes_no_sense_is_a_problem_of_the_sender() {
        assertProblem(post("/orders", "{"), 400, "not JSON");
        assertProblem(get("/orders/O-unknown"), 404, "There is no order O-unknown");
        assertProblem(post("/orders/O-unknown/cancellation", ""), 404, "There is no order O-unknown");
    }

    @Test
    final void who_is_not_known_sees_no_order_and_deletes_no_customer() {
        post("/orders", order("O-secret", true));
        awaitState("O-secret", "SHIPPED");

        HttpResponse<String> seen = send(HttpRequest.newBuilder(url().resolve("/orders/O-secret")));
        HttpResponse<String> deleted =
                send(HttpRequest.newBuilder(url().resolve("/customers/C-1")).DELETE());

        assertThat(seen.statusCode()).isEqualTo(refused());
        assertThat(deleted.statusCode()).isEqualTo(refused());
        assertThat(seen.body()).doesNotContain("ada@example.com");
        assertThat(get("/orders/O-secret").body()).contains("ada@example.com");
    }

    @Test
    final void the_headers_of_an_answer_can_be_had_without_its_body() {
        HttpResponse<String> head = send("HEAD", "/products/P-1", Map.of(), "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(head.body()).isEmpty();
    }

    private void awaitState(String order, String state) {
        var unused =
                await(order + " to be " + state, () -> get("/orders/" + order).body(), page -> page.contains(state));
    }

    /** Returns when the condition holds. */
    protected static void await(String what, BooleanSupplier condition) {
        var unused = await(what, condition::getAsBoolean, Boolean::booleanValue);
    }

    /** {@return what is seen, once it is as it shall be} A failure shows what was seen last. */
    static <T> T await(String what, Supplier<T> look, Predicate<T> asItShallBe) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        T seen = look.get();
        while (!asItShallBe.test(seen)) {
            assertThat(System.nanoTime() - until)
                    .as("Waited in vain for " + what + "; seen last: " + seen)
                    .isNegative();
            LockSupport.parkNanos(LOOK_NANOS);
            seen = look.get();
        }
        return seen;
    }

    /**
     * {@return the answer to a post}
     *
     * @param body JSON, with single quotes for double ones
     * @param headers further ones, each name followed by its value
     */
    protected final HttpResponse<String> post(String path, String body, String... headers) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return send("POST", path, all, body.replace('\'', '"'));
    }

    /** {@return the answer to a post without a credential} */
    protected final HttpResponse<String> postUnknown(String path, String body) {
        return send(HttpRequest.newBuilder(url().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** {@return the answer to a GET request} */
    protected final HttpResponse<String> get(String path) {
        return send("GET", path, Map.of(), "");
    }

    /** {@return the answer to a deletion} */
    protected final HttpResponse<String> delete(String path) {
        return send("DELETE", path, Map.of(), "");
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> headers, String body) {
        URI address = url().resolve(path);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::header);
        credential()
                .headers(method, address, headers, bytes, Deadline.in(Duration.ofSeconds(10), InstantSource.system()))
                .forEach(request::header);
        return send(request);
    }

    /** A function that has no instance free says so, and is called again. */
    private HttpResponse<String> send(HttpRequest.Builder request) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = sendOnce(request);
        while (answer.statusCode() == TOO_MANY_REQUESTS && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            answer = sendOnce(request);
        }
        return answer;
    }

    private HttpResponse<String> sendOnce(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, detail);
    }

    private static String product(String id) {
        return "{'kind':'product','product':'" + id + "','version':1,'name':'Espresso beans','prices':[250]}";
    }

    private static String order(String id, boolean answers) {
        return "{'kind':'order','order':'" + id
                + "','customer':{'id':'C-1','name':'Ada','email':'ada@example.com'},"
                + "'lines':[{'product':'P-1','price':1,'quantity':2}],"
                + "'payment':{'card':'card-1','limit':20000,'answers':" + answers + "}}";
    }
}
