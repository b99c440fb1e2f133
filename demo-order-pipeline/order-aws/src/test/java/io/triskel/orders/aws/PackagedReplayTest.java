package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.orders.operation.Operations;
import io.triskel.orders.operation.Operations.Replayed;
import io.triskel.orders.operation.ReplayRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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

    /** An order needs the catalogue's copy. */
    private static final List<String> ENABLED = List.of(VIEW, "ordering-catalogue");

    private final HttpClient client = HttpClient.newHttpClient();
    private LocalOrders orders;
    private URI url;
    private Operations owner;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder, consumer -> !ENABLED.contains(consumer), 2);
        owner = orders.operations();
        url = orders.openUrl(Map.of("TRISKEL_AWS_CONNECT_TIMEOUT_MS", "5000"));
        assertThat(post("products", "{'product':'P-1','version':1,'name':'Espresso beans','prices':[250]}"))
                .isEqualTo(202);
        Await.until("the catalogue's copy of the product", () -> place("O-first") == 201);
    }

    @AfterAll
    void end() {
        orders.close();
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
        try {
            return client.send(
                            HttpRequest.newBuilder(url.resolve(path))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
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
                    .hasMessage("function orders-nobody:live does not exist in us-east-1; check ORDERS_FUNCTIONS");
        }
    }
}
