package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.Await;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.orders.host.EnvironmentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The very package that is deployed, in the real runtime client, on a local AWS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedFunctionsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private LocalOrders orders;

    @BeforeAll
    void deploy(@TempDir Path folder) throws Exception {
        orders = new LocalOrders(folder);
        assertThat(orders.post("/products", product("P-1")).statusCode()).isEqualTo(202);
        assertThat(orders.post("/stock", "{'product':'P-1','delivery':'D-1','quantity':100}")
                        .statusCode())
                .isEqualTo(200);
        Await.until(
                "ordering to know the product",
                PATIENCE,
                () -> answered("/products/P-1").statusCode() == 200);
    }

    @AfterAll
    void end() {
        orders.close();
    }

    @Test
    void an_order_is_shipped_and_its_customer_hears_of_it_once() throws Exception {
        long before = orders.messages();

        HttpResponse<String> placed = orders.post("/orders", order("O-shipped", true));
        Await.until(
                "the order to be shipped",
                PATIENCE,
                () -> answered("/orders/O-shipped").body().contains("SHIPPED"));
        Await.until("the customer to hear of it", PATIENCE, () -> orders.messages() > before);

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(orders.post("/orders", order("O-shipped", true)).statusCode())
                .isEqualTo(200);
        assertThat(answered("/orders?status=shipped").body()).contains("\"O-shipped\"");
        assertThat(answered("/revenue/P-1").body()).contains("\"product\":\"P-1\"");
        assertProblem(orders.post("/orders/O-shipped/cancellation", ""), 409, "Order O-shipped is shipped already");
    }

    @Test
    void an_order_with_a_silent_payment_ends_when_the_clock_says_so() throws Exception {
        orders.post("/orders", order("O-silent", false));
        Instant later = Instant.now().plus(Duration.ofMinutes(16));

        // The timer is set by a consumer, so the first ticks may come too early.
        Await.until("the order to be rejected", PATIENCE, () -> {
            orders.tick(later);
            return answered("/orders/O-silent").body().contains("REJECTED");
        });

        assertThat(orders.tick(Instant.now())).contains("\"fired\":0", "\"failures\":[]");
    }

    @Test
    void an_order_that_waits_for_its_payment_is_cancelled_in_time() throws Exception {
        orders.post("/orders", order("O-cancelled", false));

        HttpResponse<String> cancelled = orders.post("/orders/O-cancelled/cancellation", "");

        assertThat(cancelled.statusCode()).isEqualTo(200);
        Await.until(
                "the view to show it",
                PATIENCE,
                () -> answered("/orders/O-cancelled").body().contains("CANCELLED"));
    }

    @Test
    void what_makes_no_sense_is_a_problem_of_the_sender() throws Exception {
        assertProblem(orders.post("/orders", "{"), 400, "not JSON");
        assertProblem(answered("/orders/O-unknown"), 404, "There is no order O-unknown");
        assertProblem(orders.post("/orders/O-unknown/cancellation", ""), 404, "There is no order O-unknown");
    }

    @Test
    void an_incomplete_environment_is_told_at_the_first_start_all_of_it_at_once() {
        OrderFunctions.Function function =
                orders.functions().consumers(URI.create("http://127.0.0.1/")).get("payment");

        InvocationResult result = orders.deploy(
                        function,
                        Map.of(OrderSettings.STREAM, "", EnvironmentReader.STYLE, "jazz", OrderSettings.CONSUMER, ""))
                .invoke("{}".getBytes(StandardCharsets.UTF_8))
                .join();

        assertThat(result)
                .isInstanceOfSatisfying(
                        InvocationResult.Failed.class,
                        failed -> assertThat(failed.message())
                                .contains(
                                        "ORDERS_STREAM is not set",
                                        "ORDERS_STYLE is 'jazz'",
                                        "ORDERS_CONSUMER is not set"));
    }

    @Test
    void the_package_is_smaller_than_12_MB() throws IOException {
        assertThat(Files.size(Path.of(System.getProperty("triskel.zip")))).isLessThan(12L << 20);
    }

    private HttpResponse<String> answered(String path) {
        try {
            return orders.get(path);
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
