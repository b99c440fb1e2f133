package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.orders.deployed.OrderClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ./triskel up} starts, tested as a process. */
public abstract class UpContract {
    private static final String PRODUCT = "{\"product\":\"P-1\",\"version\":1,\"name\":\"Tea\",\"prices\":[100]}";

    private final Class<?> main;
    private final List<String> variables;

    /**
     * Tests the command of a cloud.
     *
     * @param main the command's main class
     * @param variables some of those that the command prints, beside {@code ORDERS_URL}
     */
    protected UpContract(Class<?> main, String... variables) {
        this.main = main;
        this.variables = List.of(variables);
    }

    @Test
    final void it_says_how_it_is_reached_and_ends_with_its_input() throws Exception {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"up\",\"pipeline\":true}");

            JsonNode up = talk.answer();

            assertThat(up.path("event").asText()).as(up.toString()).isEqualTo("up");
            JsonNode environment = up.path("environment");
            assertThat(environment.fieldNames())
                    .toIterable()
                    .contains("ORDERS_URL")
                    .containsAll(variables);
            OrderClient client = clientOf(up);
            assertThat(client.post("/products", PRODUCT).join().status()).isEqualTo(202);
            assertThat(client.post("/orders", "{}").join().status()).isEqualTo(400);
            List<ProcessHandle> children = TargetContract.childrenOf(talk);

            talk.hangUp();

            assertThat(talk.last().path("event").asText()).isEqualTo("down");
            assertThat(talk.exitCode()).isZero();
            TargetContract.assertEnded(children);
            assertThat(TargetContract.foldersOf(talk.process().pid())).isEmpty();
        }
    }

    @Test
    final void an_order_right_after_it_is_up_is_placed_and_nothing_listens_but_on_this_machine() throws Exception {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"up\",\"pipeline\":true}");
            JsonNode up = talk.answer();
            OrderClient client = clientOf(up);

            OrderClient.Answer placed = client.post(
                            "/orders", order(up.path("products").path(0).asText()))
                    .join();
            DeployedOrdersContract.await(
                    "the order to be shipped",
                    () -> client.get("/orders/O-1")
                            .join()
                            .body()
                            .path("status")
                            .asText()
                            .equals("SHIPPED"));

            assertThat(placed.status()).as(placed.detail()).isEqualTo(201);
            assertThat(placed.body().path("status").asText()).isEqualTo("PLACED");
            List<ProcessHandle> all = new ArrayList<>(TargetContract.childrenOf(talk));
            all.add(talk.process().toHandle());
            assertThat(Listeners.of(all))
                    .isNotEmpty()
                    .allMatch(address -> address.getAddress().isLoopbackAddress());
        }
    }

    @Test
    final void an_empty_one_has_nothing_to_order() throws Exception {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"up\",\"pipeline\":true,\"empty\":true}");

            JsonNode up = talk.answer();

            assertThat(up.path("event").asText()).as(up.toString()).isEqualTo("up");
            assertThat(up.path("products").isArray()).isTrue();
            assertThat(up.path("products")).isEmpty();
            assertThat(clientOf(up).get("/products/P-1001").join().status()).isEqualTo(404);
        }
    }

    private static OrderClient clientOf(JsonNode up) {
        return new OrderClient(
                URI.create(up.path("environment").path("ORDERS_URL").asText()));
    }

    private static String order(String product) {
        return "{\"order\":\"O-1\",\"customer\":{\"id\":\"C-1\",\"name\":\"Ada\",\"email\":\"ada@example.com\"},"
                + "\"lines\":[{\"product\":\"" + product + "\",\"price\":1,\"quantity\":1}],"
                + "\"payment\":{\"card\":\"card-1\",\"limit\":1000000}}";
    }

    @Test
    final void its_children_do_not_outlive_it_when_it_is_killed() throws Exception {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"up\",\"pipeline\":true,\"empty\":true}");
            OrderClient client = clientOf(talk.answer());
            assertThat(client.post("/products", PRODUCT).join().status()).isEqualTo(202);
            List<ProcessHandle> children = TargetContract.childrenOf(talk);

            talk.process().destroyForcibly().waitFor();

            TargetContract.assertEnded(children);
        }
    }

    @Test
    final void the_services_alone_can_be_had() throws Exception {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"up\",\"pipeline\":false}");

            JsonNode environment = talk.answer().path("environment");
            talk.hangUp();

            assertThat(environment).isNotEmpty();
            assertThat(environment.has("ORDERS_URL")).isFalse();
            assertThat(talk.last().path("event").asText()).isEqualTo("down");
        }
    }

    @Test
    final void a_style_that_there_is_not_is_said_so() throws Exception {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"up\",\"style\":\"jazz\"}");

            JsonNode answer = talk.answer();

            assertThat(answer.path("event").asText()).isEqualTo("failed");
            assertThat(answer.path("message").asText()).contains("orchestration or choreography");
            assertThat(talk.exitCode()).isEqualTo(1);
        }
    }
}
