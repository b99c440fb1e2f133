package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.Await;
import io.triskel.local.azure.functions.FunctionApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The very package that is deployed, in a JVM of its own, on a local Azure. */
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
            told("{'now':'" + later + "'}");
            return answered("/orders/O-silent").body().contains("REJECTED");
        });

        assertThat(told("{'now':'" + Instant.now() + "'}").body()).contains("\"fired\":0", "\"failures\":[]");
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
    void the_clock_is_told_the_time_by_those_only_who_have_its_key() throws Exception {
        assertThat(orders.post("/clock", "{}").statusCode()).isEqualTo(401);
        assertThat(told("{'now':'tomorrow'}").statusCode()).isEqualTo(400);
        assertThat(told("{'replay':'all'}").body()).contains("\"replayed\":0");
    }

    @Test
    void timers_do_their_work() {
        orders.app().fire("clock");
        orders.app().fire("forget");

        assertThat(orders.app().metrics().get("forget").invocations()).isEqualTo(1);
    }

    @Test
    void what_makes_no_sense_is_a_problem_of_the_sender() throws Exception {
        assertProblem(orders.post("/orders", "{"), 400, "not JSON");
        assertProblem(answered("/orders/O-unknown"), 404, "There is no order O-unknown");
        assertProblem(orders.post("/orders/O-unknown/cancellation", ""), 404, "There is no order O-unknown");
    }

    @Test
    void incomplete_settings_are_told_at_the_first_invocation_all_of_them_at_once() throws IOException {
        FunctionApp app = orders.deploy(
                "incomplete", Map.of(OrderSettings.TABLES, "", "ORDERS_STYLE", "jazz", "ORDERS_LOOKUP_BASE", "here"));

        Await.until(
                "the settings to be missed",
                PATIENCE,
                () -> app.metrics().get("payment").errors() > 0);

        try (Stream<Path> logs = Files.list(app.logs())) {
            assertThat(logs)
                    .anySatisfy(log -> assertThat(log)
                            .content()
                            .contains(
                                    "ORDERS_TABLES is not set",
                                    "ORDERS_STYLE is 'jazz'",
                                    "ORDERS_LOOKUP_BASE is 'here'"));
        }
    }

    @Test
    void the_package_is_smaller_than_16_MB_and_has_no_settings_of_a_laptop() throws IOException {
        Path zip = Path.of(System.getProperty("triskel.zip"));

        assertThat(Files.size(zip)).isLessThan(16L << 20);
        try (ZipFile files = new ZipFile(zip.toFile())) {
            assertThat(files.stream().map(ZipEntry::getName))
                    .contains("host.json", "orders/function.json", "payment/function.json")
                    .doesNotContain("local.settings.json");
        }
    }

    private HttpResponse<String> told(String clock) {
        return call(() ->
                orders.post("/clock", clock, "x-functions-key", orders.app().functionKey()));
    }

    private HttpResponse<String> answered(String path) {
        return call(() -> orders.get(path));
    }

    private interface Call {
        HttpResponse<String> make() throws IOException, InterruptedException;
    }

    private static HttpResponse<String> call(Call call) {
        try {
            return call.make();
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
