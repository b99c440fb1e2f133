package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.notify.Credential;
import io.triskel.orders.deployed.OrderClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests what {@code ./triskel up} starts, as a process. Tests that end nothing share one pipeline, since each pipeline
 * starts a JVM per function.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class UpContract {
    private static final String PRODUCT = "{\"product\":\"P-1\",\"version\":1,\"name\":\"Tea\",\"prices\":[100]}";

    private final Class<?> main;
    private final Class<?> operations;
    private final Class<?> console;
    private final List<String> variables;

    private Talk shared;
    private JsonNode up;
    private OrderClient client;
    private String product;
    private OrderClient.Answer placedAtOnce;

    /**
     * Tests the command of a cloud.
     *
     * @param main the command's main class
     * @param operations the main class of an operator's process
     * @param console the main class of a console's process
     * @param variables some of those that the command prints, in addition to {@code TRISKEL_APP_URL}
     */
    protected UpContract(Class<?> main, Class<?> operations, Class<?> console, String... variables) {
        this.main = main;
        this.operations = operations;
        this.console = console;
        this.variables = List.of(variables);
    }

    /**
     * {@return what opens the pipeline}
     *
     * @param environment what the command prints
     */
    protected abstract Credential credential(Map<String, String> environment);

    @BeforeAll
    final void startAndOrderAtOnce() throws IOException {
        shared = Talk.with(main);
        shared.say("{\"op\":\"up\",\"pipeline\":true,\"console\":\"here\"}");
        up = shared.answer();
        assertThat(up.path("event").asText()).as(up.toString()).isEqualTo("up");
        client = clientOf(up);
        product = up.path("products").path(0).asText();
        placedAtOnce = client.post("/orders", order("O-1", product)).join();
    }

    /** The last one, because nothing answers afterwards. */
    @AfterAll
    final void its_children_do_not_outlive_it_when_it_is_killed() throws Exception {
        List<ProcessHandle> children = shared.process().descendants().toList();

        shared.process().destroyForcibly().waitFor();

        TargetContract.assertEnded(children);
    }

    @Test
    final void it_says_how_it_is_reached() throws Exception {
        assertThat(up.path("environment").fieldNames())
                .toIterable()
                .contains("TRISKEL_APP_URL")
                .containsAll(variables);
        assertThat(client.post("/products", PRODUCT).join().status()).isEqualTo(202);
        assertThat(client.post("/orders", "{}").join().status()).isEqualTo(400);
        assertThat(curl(up, true)).isEqualTo("200");
        assertThat(curl(up, false)).isIn("401", "403");
    }

    @Test
    final void an_order_right_after_it_is_up_is_placed_and_nothing_listens_but_on_this_machine() throws Exception {
        awaitShipped("O-1");

        assertThat(logs(up)).isNotEmpty().noneMatch(log -> log.contains(secret(up)));
        assertThat(placedAtOnce.status()).as(placedAtOnce.detail()).isEqualTo(201);
        assertThat(placedAtOnce.body().path("status").asText()).isEqualTo("PLACED");
        List<ProcessHandle> all = new ArrayList<>(TargetContract.childrenOf(shared));
        all.add(shared.process().toHandle());
        assertThat(Listeners.of(all))
                .isNotEmpty()
                .allMatch(address -> address.getAddress().isLoopbackAddress());
    }

    @Test
    final void an_operator_rebuilds_the_order_view_while_orders_go_on() throws Exception {
        awaitShipped("O-1");

        JsonNode rebuilt;
        try (Talk operator = Talk.with(operations, environmentOf(up))) {
            operator.say("{\"op\":\"rebuild-view\"}");
            // As any client, which repeats what it has no good answer to: the order has an id.
            DeployedOrdersContract.await(
                    "order O-2 to be placed",
                    () -> client.post("/orders", order("O-2", product)).join().status() / 100 == 2);
            rebuilt = operator.last();
        }
        assertThat(rebuilt.path("event").asText()).as(rebuilt.toString()).isEqualTo("summary");
        awaitShipped("O-2");
        DeployedOrdersContract.await("both orders to be in the rebuilt view", () -> {
            String list = "/orders?status=shipped&limit=500";
            String shipped = client.get(list).join().body().toString();
            return shipped.contains("\"O-1\"") && shipped.contains("\"O-2\"");
        });
        assertThat(rebuilt.path("archive").asLong() + rebuilt.path("bus").asLong())
                .as("order O-1 was placed, confirmed and shipped")
                .isGreaterThanOrEqualTo(3);
        assertThat(rebuilt.path("dropped").asLong()).isPositive();
        assertThat(rebuilt.path("unreadable").asLong(-1)).isZero();
    }

    /** Its page leaves nothing of the rebuild: on Google Cloud, no other process rebuilds until it is over. */
    @Test
    final void a_person_at_its_page_places_an_order_and_rebuilds_the_view_that_shows_it() {
        ConsoleClient page = new ConsoleClient(up.path("console"), "here");

        String order = page.act("orders", "{\"product\":\"" + product + "\",\"quantity\":1}")
                .path("order")
                .asText();
        awaitShipped(order);
        JsonNode compared = page.rebuildToComparison("orders");
        JsonNode switched = page.switchTo("orders", compared);
        JsonNode story = page.get("story/" + order);
        JsonNode ended = page.dropOldRows("orders");

        assertThat(switched.path("phase").asText()).as(switched.toString()).isEqualTo("switched");
        assertThat(compared.path("compared").path("differ").asLong())
                .as(compared.toString())
                .isZero();
        assertThat(compared.path("compared").path("rows").asLong()).isPositive();
        assertThat(story.path("views").toString()).contains(order);
        assertThat(story.toString()).contains("orders.order-shipped.v1");
        assertThat(ended.path("phase").asText()).as(ended.toString()).isEqualTo("done");
        assertThat(ended.path("dropped").asLong()).as(ended.toString()).isPositive();
    }

    @Test
    final void a_console_as_of_a_deployed_pipeline_shows_the_same_orders_and_has_no_faults() throws Exception {
        awaitShipped("O-1");
        try (Talk talk = Talk.with(console, environmentOf(up))) {
            talk.say("{\"op\":\"console\",\"lane\":\"here\",\"environment\":\"up\",\"act\":true}");
            ConsoleClient page = new ConsoleClient(talk.answer(), "here");

            assertThat(page.get("story/O-1").path("views").toString()).contains("O-1");
            assertThat(page.get("faults").path("error").asText()).isEqualTo("unknown-path");
        }
    }

    /** A bus that throttles would need the clock, which ticks once a minute. */
    @Test
    final void its_own_page_has_the_flow_and_takes_faults_that_the_pipeline_recovers_from() throws Exception {
        awaitShipped("O-1");
        JsonNode described = new ConsoleClient(up.path("console"), "here").get("/api/console");

        new InjectedFaults(up.path("console")).areRecoveredFrom(List.of("slow"));

        assertThat(described.path("screens").toString()).contains("flow", "faults");
    }

    private void awaitShipped(String order) {
        var unused = DeployedOrdersContract.await(
                order + " to be shipped",
                () -> client.get("/orders/" + order).join().body(),
                page -> page.path("status").asText().equals("SHIPPED"));
    }

    /** {@return the end of curl's last option: a secret key or a token} */
    private static String secret(JsonNode up) {
        JsonNode curl = up.path("curl");
        return curl.path(curl.size() - 1).asText().replaceFirst(".*[: ]", "");
    }

    /** {@return what the functions have written to their logs, whose folder the command names} */
    private static List<String> logs(JsonNode up) throws IOException {
        List<String> logs = new ArrayList<>();
        for (JsonNode part : up.path("started")) {
            int at = part.asText().indexOf("logs: ");
            if (at >= 0) {
                try (Stream<Path> files = Files.walk(Path.of(part.asText().substring(at + "logs: ".length())))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        logs.add(Files.readString(file));
                    }
                }
            }
        }
        return logs;
    }

    @Test
    final void an_empty_one_has_nothing_to_order_and_ends_with_its_input() throws Exception {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"up\",\"pipeline\":true,\"empty\":true}");
            JsonNode empty = talk.answer();
            assertThat(empty.path("event").asText()).as(empty.toString()).isEqualTo("up");
            assertThat(empty.path("products").isArray()).isTrue();
            assertThat(empty.path("products")).isEmpty();
            assertThat(clientOf(empty).get("/products/P-1001").join().status()).isEqualTo(404);
            List<ProcessHandle> children = TargetContract.childrenOf(talk);

            talk.hangUp();

            assertThat(talk.last().path("event").asText()).isEqualTo("down");
            assertThat(talk.exitCode()).isZero();
            TargetContract.assertEnded(children);
            assertThat(TargetContract.foldersOf(talk.process().pid())).isEmpty();
        }
    }

    private static Map<String, String> environmentOf(JsonNode up) {
        Map<String, String> environment = new TreeMap<>();
        up.path("environment")
                .properties()
                .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));
        return environment;
    }

    private OrderClient clientOf(JsonNode up) {
        Map<String, String> environment = environmentOf(up);
        return new OrderClient(URI.create(environment.getOrDefault("TRISKEL_APP_URL", "")), credential(environment));
    }

    /** {@return the status of a list of orders, asked for by curl with the options that the command says, or with none} */
    private static String curl(JsonNode up, boolean opening) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--write-out", "%{http_code}"));
        command.addAll(List.of("--output", "/dev/null"));
        if (opening) {
            up.path("curl").forEach(option -> command.add(option.asText()));
        }
        command.add(up.path("environment").path("TRISKEL_APP_URL").asText() + "orders?status=shipped&limit=5");
        Process curl = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String order(String id, String product) {
        return "{\"order\":\"" + id + "\",\"customer\":{\"id\":\"C-1\",\"name\":\"Ada\",\"email\":\"ada@example.com\"},"
                + "\"lines\":[{\"product\":\"" + product + "\",\"price\":1,\"quantity\":1}],"
                + "\"payment\":{\"card\":\"card-1\",\"limit\":1000000}}";
    }

    @Test
    final void the_services_alone_can_be_had() throws Exception {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"up\",\"pipeline\":false}");

            JsonNode environment = talk.answer().path("environment");
            talk.hangUp();

            assertThat(environment).isNotEmpty();
            assertThat(environment.has("TRISKEL_APP_URL")).isFalse();
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
