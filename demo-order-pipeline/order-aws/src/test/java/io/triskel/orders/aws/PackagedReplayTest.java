package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.hosting.operation.GivenUp;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.Operations.Replayed;
import io.triskel.hosting.operation.ReplayRequest;
import io.triskel.local.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An operator without a right on data or keys lets the deployed function of a consumer replay. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedReplayTest {
    private static final String VIEW = "order-view";

    /** An order needs it. */
    private static final String COPY = "ordering-catalogue";

    private final HttpClient client = HttpClient.newHttpClient();
    private LocalOrders orders;
    private URI url;
    private Path bucket;
    private Operations owner;

    @BeforeAll
    void deployBrokenAndRepair(@TempDir Path folder) {
        orders = new LocalOrders(folder, consumer -> !consumer.equals(COPY), 2);
        bucket = orders.aws().bucket("given-up");
        Runnable repair = orders.deployBroken(orders.function(VIEW), bucket);
        owner = orders.operations();
        url = orders.openUrl(Map.of("TRISKEL_AWS_CONNECT_TIMEOUT_MS", "5000"));
        assertThat(post("products", "{'product':'P-1','version':1,'name':'Espresso beans','prices':[250]}"))
                .isEqualTo(202);
        Await.until("the catalogue's copy of the product", () -> place("O-given-up") == 201);
        Await.until("the mapping to give the order's event up", () -> givenUp().contains("O-given-up"));
        repair.run();
    }

    @AfterAll
    void end() {
        orders.close();
    }

    /** {@return the data of all records that were given up} */
    private String givenUp() {
        try (Stream<Path> files = Files.walk(bucket)) {
            StringBuilder data = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                new ObjectMapper()
                        .readTree(file.toFile())
                        .findValues("data")
                        .forEach(record -> data.append(
                                new String(Base64.getDecoder().decode(record.asText()), StandardCharsets.UTF_8)));
            }
            return data.toString();
        } catch (IOException notYet) {
            return "";
        }
    }

    /** Leaves the events of an order parked in a lane of their own, with nothing in front of them. */
    private void park(String... names) {
        for (String order : names) {
            orders.putUndecodable("order-" + order);
        }
        await(names, "the unreadable record", events -> events >= 1);
        for (String order : names) {
            assertThat(place(order)).isEqualTo(201);
        }
        await(names, "the order's event", events -> events >= 2);
        for (Operations.ParkedLane lane : owner.parked(VIEW::equals, 100)) {
            lane.events().stream()
                    .filter(event -> Arrays.equals(event.wire().body(), LocalOrders.UNDECODABLE.asByteArray()))
                    .forEach(event -> assertThat(owner.discard(VIEW, lane.lane(), event.event(), "a test"))
                            .isTrue());
        }
    }

    private void await(String[] names, String what, IntPredicate enough) {
        Await.until(
                what + " of each order to be parked",
                () -> Stream.of(names)
                        .allMatch(order -> owner.parked(VIEW::equals, 100).stream()
                                .anyMatch(lane -> lane.lane().value().contains(order)
                                        && enough.test(lane.events().size()))));
    }

    private int place(String order) {
        return post(
                "orders",
                "{'order':'" + order + "','customer':{'id':'C-" + order
                        + "','name':'Ada','email':'ada@example.com'},"
                        + "'lines':[{'product':'P-1','price':1,'quantity':1}],"
                        + "'payment':{'card':'card-1','limit':20000,'answers':true}}");
    }

    private int post(String path, String body) {
        return send(HttpRequest.newBuilder(url.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.replace('\'', '"'))))
                .statusCode();
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path))).body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void parked_events_are_handled_with_the_functions_rights_and_keys() {
        park("O-one");

        try (LocalOrders.ParkingOperator operator = orders.new ParkingOperator()) {
            Replayed replayed = Objects.requireNonNull(
                    operator.replay(VIEW::equals, Duration.ofMinutes(1)).get(VIEW));

            assertThat(replayed.problem()).isEmpty();
            assertThat(replayed.report().handled()).isEqualTo(1);
            assertThat(replayed.report().opened()).isEqualTo(1);
        }
        assertThat(owner.parked(VIEW::equals, 10)).isEmpty();
        assertThat(orders.aws().identities().refused()).noneMatch(refused -> refused.startsWith("operator"));
    }

    @Test
    void two_operators_replay_at_once_and_nothing_is_handled_twice() {
        String[] names = IntStream.range(0, 3).mapToObj(i -> "O-two-" + i).toArray(String[]::new);
        park(names);

        try (LocalOrders.ParkingOperator one = orders.new ParkingOperator();
                LocalOrders.ParkingOperator other = orders.new ParkingOperator()) {
            List<CompletableFuture<Replayed>> both = Stream.of(one, other)
                    .map(operator -> CompletableFuture.supplyAsync(() -> Objects.requireNonNull(
                            operator.replay(VIEW::equals, Duration.ofMinutes(1)).get(VIEW))))
                    .toList();
            List<Replayed> replayed = both.stream().map(CompletableFuture::join).toList();

            assertThat(replayed).allMatch(each -> each.problem().isEmpty());
            assertThat(replayed.stream()
                            .mapToInt(each -> each.report().handled())
                            .sum())
                    .isEqualTo(names.length);
        }
        assertThat(owner.parked(VIEW::equals, 10)).isEmpty();
    }

    @Test
    void what_the_mapping_gave_up_is_handled_by_the_repaired_function_and_a_repeat_does_no_harm() throws IOException {
        assertThat(get("orders?status=placed")).doesNotContain("O-given-up");
        try (LocalOrders.ParkingOperator operator = orders.new ParkingOperator()) {
            GivenUp givenUp = operator.givenUp(bucket);
            List<GivenUp.Batch> batches = givenUp.list(VIEW::equals, 100);
            Path last = bucket.resolve(batches.get(batches.size() - 1).id());
            byte[] object = Files.readAllBytes(last);

            assertThat(batches)
                    .isNotEmpty()
                    .allMatch(batch -> batch.consumer().equals(VIEW)
                            && batch.condition().equals("RetryAttemptsExhausted")
                            && batch.where().startsWith("shardId-000000000000, "));
            assertThat(redeliver(givenUp, batches))
                    .allMatch(each -> each.problem().isEmpty());
            assertThat(get("orders?status=placed")).containsOnlyOnce("\"order\":\"O-given-up\"");
            assertThat(givenUp.list(VIEW::equals, 100)).isEmpty();

            Files.write(last, object);
            assertThat(redeliver(givenUp, givenUp.list(VIEW::equals, 100)))
                    .singleElement()
                    .satisfies(again -> assertThat(again.problem()).isEmpty());
            assertThat(get("orders?status=placed")).containsOnlyOnce("\"order\":\"O-given-up\"");
        }
        assertThat(orders.aws().identities().refused()).noneMatch(refused -> refused.startsWith("operator"));
    }

    private static List<GivenUp.Redelivered> redeliver(GivenUp givenUp, List<GivenUp.Batch> batches) {
        return batches.stream().map(givenUp::redeliver).toList();
    }

    @Test
    void an_event_that_is_neither_records_nor_a_replay_is_an_error_and_not_handled() {
        try (LocalOrders.ParkingOperator operator = orders.new ParkingOperator()) {
            assertThatThrownBy(() -> operator.functions()
                            .invoke(VIEW, "{\"id\":1}".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(50)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("function orders-order-view:live failed: "
                            + "java.lang.IllegalArgumentException: expected {\"triskel\":\"replay\"");
        }
    }

    @Test
    void a_function_that_is_missing_or_closed_is_named() {
        byte[] request = new ReplayRequest(VIEW, 1, Duration.ofSeconds(1)).toJson();
        try (LocalOrders.ParkingOperator operator = orders.new ParkingOperator()) {
            assertThatThrownBy(() -> operator.functions().invoke("nobody", request, Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("function orders-nobody:live does not exist in us-east-1; check TRISKEL_APP_FUNCTIONS");
        }
    }
}
