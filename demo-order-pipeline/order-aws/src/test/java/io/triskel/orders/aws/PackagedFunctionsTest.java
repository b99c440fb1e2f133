package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.triskel.aws.hosting.AwsManifest;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.Operations.ParkedLane;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.notify.Credential;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.contracts.DeployedOrdersContract;
import io.triskel.orders.contracts.PrintedManifest;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The very package that is deployed, in the real runtime client, on a local AWS. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackagedFunctionsTest extends DeployedOrdersContract {
    private static final String ORDER = """
        {"kind": "order", "order": "O-wrapped",
         "customer": {"id": "C-wrapped", "name": "Ada", "email": "ada@example.com"},
         "lines": [{"product": "P-1", "price": 1, "quantity": 2}],
         "payment": {"card": "card-1", "limit": 20000, "answers": true}}\
        """;

    private static final String NOTIFIER = "customer-notification";

    private static final String PRODUCT = "{'product':'P-1','version':2,'name':'Espresso beans','prices':[250,300]}";

    /** Permissions that the tests above do not always use, as patterns of role and permission. */
    private static final List<String> NOT_ALWAYS_USED = List.of(
            // Lambda itself writes what a mapping gives up, after a week, and the log.
            ".* (s3|logs):.*",
            // Lambda itself reads; a local mapping is only asked for what the service's own refusal names.
            ".* kinesis:(DescribeStreamSummary|SubscribeToShard) .*",
            // An event is taken back if somebody else has changed the lane meanwhile.
            "(?!orders-clock).* dynamodb:DeleteItem on table/orders-parking",
            // The events of a lane are looked at if the event to park may be among them.
            ".* dynamodb:Query on table/orders-parking/index/events",
            // A single commit is read after a conflict, or after an append whose answer was lost.
            ".* dynamodb:GetItem on table/orders-streams",
            // An entry, or a replica, that is there is read if the event has come before, or if a write's answer was
            // lost.
            ".* dynamodb:GetItem on table/orders-(inbox|replicas)",
            // Every tenth event of a product makes a snapshot, whoever commits it.
            ".* dynamodb:PutItem on table/orders-snapshots");

    private LocalOrders orders;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder);
    }

    @AfterAll
    void end() {
        orders.close();
    }

    @Override
    protected URI url() {
        return orders.url();
    }

    @Override
    protected Credential credential() {
        return orders.credential();
    }

    @Override
    protected int refused() {
        return 403;
    }

    @Override
    protected String tick(Instant now) {
        return orders.tick(now);
    }

    @Override
    protected long messages() {
        return orders.messages();
    }

    @Test
    void an_incomplete_environment_is_told_at_the_first_start_all_of_it_at_once() {
        InvocationResult result = orders.deploy(
                        orders.function("payment"),
                        Map.of(
                                "TRISKEL_APP_STREAM",
                                "",
                                EnvironmentReader.STYLE,
                                "jazz",
                                EnvironmentReader.CONSUMER,
                                ""))
                .invoke("{}".getBytes(StandardCharsets.UTF_8))
                .join();

        assertThat(result)
                .isInstanceOfSatisfying(
                        InvocationResult.Failed.class,
                        failed -> assertThat(failed.message())
                                .contains(
                                        "TRISKEL_APP_STREAM is not set",
                                        "TRISKEL_APP_STYLE is 'jazz'",
                                        "TRISKEL_APP_CONSUMER is not set"));
    }

    @Test
    void without_the_named_key_of_kms_no_customer_can_be_served() throws IOException, InterruptedException {
        List<String> calls = new CopyOnWriteArrayList<>();
        HttpServer kms = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kms.createContext("/", call -> {
            calls.add(call.getRequestHeaders().getFirst("X-Amz-Target"));
            byte[] answer = "{\"__type\":\"DisabledException\"}".getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(400, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        kms.start();
        try {
            URI url = orders.openUrl(Map.of(
                    "TRISKEL_AWS_KMS_KEY",
                    "alias/personal-data",
                    "AWS_ENDPOINT_URL_KMS",
                    "http://127.0.0.1:" + kms.getAddress().getPort()));
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(url.resolve("orders"))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(ORDER))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(calls).containsAnyOf("TrentService.Encrypt", "TrentService.Decrypt");
        } finally {
            kms.stop(0);
        }
    }

    @Test
    void a_named_key_of_kms_wraps_the_keys_of_customers() {
        place("O-kept", "C-kept");

        await("an order to be shipped", () -> isShipped("O-kept"));
        assertThat(orders.aws().kms().calls()).contains("Encrypt", "Decrypt");
    }

    @Test
    void the_package_prints_its_manifest() throws IOException, InterruptedException {
        Path jar = Path.of(System.getProperty("triskel.zip")).resolveSibling("functions.jar");

        assertThat(PrintedManifest.of(jar.toString(), AwsManifest.class))
                .isEqualTo(
                        AwsManifest.of(new OrderApplication(), "orchestration").json());
    }

    /** What is done with parked events and forgotten customers, under the permissions of the manifest. */
    @Test
    void events_behind_what_nobody_can_read_are_handled_once_that_is_discarded() {
        place("O-model", "C-model");
        await("an order to be shipped", () -> isShipped("O-model"));
        Set<String> keys = orders.keys().stream()
                .filter(key -> key.contains("-model"))
                .map(key -> key.replace("-model", "-parked"))
                .collect(Collectors.toCollection(HashSet::new));
        keys.add("C-parked");
        keys.add("P-1");
        Operations operations = orders.operations();

        putUndecodable(operations, keys);
        place("O-parked", "C-parked");
        post("/products", PRODUCT);
        try (LocalOrders.ParkingOperator operator = orders.new ParkingOperator()) {
            // A function that handles a batch meanwhile may have no room, which the operator is told.
            await("each function to have room for a replay", () -> {
                var replays =
                        operator.replay(consumer -> true, Duration.ofMinutes(1)).values();
                assertThat(replays)
                        .filteredOn(replayed -> replayed.problem().isEmpty())
                        .allMatch(replayed -> replayed.report().failed() > 0);
                return replays.stream().allMatch(replayed -> replayed.problem().isEmpty());
            });
        }
        assertThat(orders.replayParked()).contains("parked events of");
        discardUndecodable(operations, consumer -> !consumer.equals(NOTIFIER));
        await("the parked order to be shipped, and its news to be parked", () -> {
            String unused = orders.replayParked();
            return isShipped("O-parked")
                    && readable(operations, NOTIFIER).findAny().isPresent();
        });
        discardUndecodable(operations, NOTIFIER::equals);
        await("the customer to hear of it", () -> {
            String unused = orders.replayParked();
            return readable(operations, NOTIFIER).findAny().isEmpty();
        });
        putUndecodable(operations, Set.of("C-parked"));
        for (String customer : List.of("C-model", "C-parked")) {
            assertThat(delete("/customers/" + customer).statusCode()).isEqualTo(204);
        }
        discardUndecodable(operations, consumer -> true);

        await("forgotten customers to be gone from the view", () -> {
            String unused = orders.replayParked();
            return Stream.of("O-model", "O-parked")
                    .noneMatch(order -> get("/orders/" + order).body().contains("ada@example.com"));
        });
    }

    private void place(String order, String customer) {
        assertThat(post(
                                "/orders",
                                "{'order':'" + order + "','customer':{'id':'" + customer
                                        + "','name':'Ada','email':'ada@example.com'},"
                                        + "'lines':[{'product':'P-1','price':1,'quantity':1}],"
                                        + "'payment':{'card':'card-1','limit':20000,'answers':true}}")
                        .statusCode())
                .isEqualTo(201);
    }

    private boolean isShipped(String order) {
        return get("/orders/" + order).body().contains("SHIPPED");
    }

    /** Puts two under each key, so that the second is parked behind the first, and waits until each consumer has parked them. */
    private void putUndecodable(Operations operations, Set<String> keys) {
        keys.forEach(key -> {
            orders.putUndecodable(key);
            orders.putUndecodable(key);
        });
        await(
                "all consumers to park",
                () -> operations.consumers().stream()
                        .allMatch(consumer -> undecodable(operations, consumer).count() == 2L * keys.size()));
    }

    private static void discardUndecodable(Operations operations, Predicate<String> consumers) {
        for (ParkedLane lane : operations.parked(consumers, 100)) {
            lane.events().stream()
                    .filter(PackagedFunctionsTest::isUndecodable)
                    .map(ParkedEvent::event)
                    .forEach(event -> await(
                            "a lane's lease",
                            () -> operations.discard(lane.consumer(), lane.lane(), event, "nobody can read it")));
        }
    }

    private static Stream<ParkedEvent> undecodable(Operations operations, String consumer) {
        return parked(operations, consumer).filter(PackagedFunctionsTest::isUndecodable);
    }

    private static Stream<ParkedEvent> readable(Operations operations, String consumer) {
        return parked(operations, consumer).filter(event -> !isUndecodable(event));
    }

    private static Stream<ParkedEvent> parked(Operations operations, String consumer) {
        return operations.parked(consumer::equals, 100).stream().flatMap(lane -> lane.events().stream());
    }

    private static boolean isUndecodable(ParkedEvent event) {
        return Arrays.equals(event.wire().body(), LocalOrders.UNDECODABLE.asByteArray());
    }

    @Test
    void what_its_manifest_does_not_allow_a_function_is_refused_to_it() {
        InvocationResult answer = orders.deployPowerless(orders.http())
                .invoke("""
                    {"version":"2.0","rawPath":"/orders/O-1","requestContext":{"http":{"method":"GET"}},"headers":{}}
                    """.getBytes(StandardCharsets.UTF_8))
                .join();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        InvocationResult.Succeeded.class,
                        succeeded -> assertThat(succeeded.text())
                                .contains(
                                        "\"statusCode\":503",
                                        "AccessDeniedException",
                                        "assumed-role/powerless/powerless is not authorized to perform: dynamodb:"));
    }

    /** Stands behind all others, and tells nothing if it runs alone. */
    @Test
    @Order(Integer.MAX_VALUE)
    void the_permissions_of_the_manifest_are_those_that_its_functions_need() {
        assertThat(orders.aws().identities().refused())
                .filteredOn(refused -> !refused.startsWith(LocalOrders.POWERLESS))
                .isEmpty();

        List<String> unused = orders.aws().identities().unused().entrySet().stream()
                .filter(role -> !role.getKey().endsWith(LocalOrders.OTHERWISE))
                .flatMap(role -> role.getValue().stream().map(permission -> role.getKey() + " " + permission))
                .filter(permission -> NOT_ALWAYS_USED.stream().noneMatch(permission::matches))
                .toList();
        assertThat(unused).isEmpty();
    }
}
