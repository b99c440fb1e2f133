package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.JsonObject;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.platform.Platform.Settings;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus.WireMode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** 10,000 parked lanes: what is read of them, counted at the port; and ports that fail. */
class ManyParkedLanesTest {
    private static final int LANES = 10_000;
    private static final TypeRegistry TYPES =
            TypeRegistry.builder().add("test.paid", 1, Paid.class).build();

    private static final InMemoryStores MEMORY = new InMemoryStores();
    private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();
    private static volatile String failing = "";
    private static final Platform PLATFORM = Platform.of(
            Settings.of("/test", TYPES).clock(() -> Shop.NOON),
            watched(Stores.class, MEMORY),
            () -> InMemoryBus.of(EventCodec.of(TYPES), WireMode.STRUCTURED, 1));
    private static final Console CONSOLE = started();
    private static final Browser BROWSER = new Browser(CONSOLE);

    record Paid(int number) {}

    private static Console started() {
        HostedConsumer payment = PLATFORM.consumer("payment")
                .on(Paid.class, (event, handling) -> {})
                .build();
        ParkingLot lot = MEMORY.parkingLot();
        for (int number = 0; number < LANES; number++) {
            EventId id = new EventId("/test", "e" + number);
            var unused = lot.park(new ParkedEvent(
                    payment.name(),
                    Lane.of("lane-" + number),
                    id,
                    WireEvent.structured(
                            ("{\"specversion\":\"1.0\",\"type\":\"test.paid.v1\",\"source\":\"/test\",\"id\":\"e"
                                            + number + "\",\"data\":{\"number\":1}}")
                                    .getBytes(StandardCharsets.UTF_8)),
                    "0:" + number,
                    "failed 5 times, last with IllegalStateException at "
                            + (number % 2 == 0 ? "Card.pay" : "Bank.book"),
                    5,
                    Shop.NOON,
                    Optional.empty()));
        }
        return Console.of(PLATFORM)
                .lane("memory", "Memory")
                .refresh(Duration.ofHours(1))
                .start(0);
    }

    /** Passes all calls on, counts those of the ports, and fails those that shall fail. */
    private static <T> T watched(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, args) -> called(port, real, method, args)));
    }

    private static Object called(Class<?> port, Object real, Method method, Object[] args) throws Throwable {
        String call = port.getSimpleName() + "." + method.getName();
        CALLS.merge(call, 1, Integer::sum);
        if (call.startsWith(failing) && !failing.isEmpty()) {
            throw new PortException("the store is closed for lunch");
        }
        try {
            Object answer = method.invoke(real, args);
            return port == Stores.class && method.getReturnType().isInterface()
                    ? watched(cast(method.getReturnType()), answer)
                    : answer;
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static Class<Object> cast(Class<?> type) {
        return (Class<Object>) type;
    }

    @AfterEach
    void works() {
        failing = "";
        CALLS.clear();
    }

    @AfterAll
    static void close() {
        CONSOLE.close();
        PLATFORM.close();
    }

    @Test
    void the_groups_stop_at_a_bound_and_say_at_least() {
        CALLS.clear();
        JsonObject lot = BROWSER.json("/api/memory/parked");

        assertThat(lot.bool("exact")).isFalse();
        assertThat(lot.integer("lanes")).isEqualTo(ParkedLots.MOST_LANES);
        assertThat(lot.objects("groups"))
                .hasSize(2)
                .allSatisfy(group -> assertThat(group.bool("exact")).isFalse());
        assertThat(CALLS.getOrDefault("ParkingLot.held", 0)).isLessThanOrEqualTo(2);
        assertThat(CALLS).doesNotContainKey("ParkingLot.list");
    }

    @Test
    void a_page_reads_its_lanes_and_no_others() {
        String group =
                BROWSER.json("/api/memory/parked").objects("groups").get(0).text("id");
        CALLS.clear();

        JsonObject page = BROWSER.json("/api/memory/parked/" + group + "?limit=50");

        assertThat(page.objects("items")).hasSize(50);
        assertThat(page.integer("read")).isLessThanOrEqualTo(500);
        assertThat(CALLS).containsEntry("ParkingLot.held", 1).containsEntry("ParkingLot.list", 50);
    }

    @Test
    void all_lanes_of_a_group_are_reached_page_by_page_and_none_twice() {
        String group =
                BROWSER.json("/api/memory/parked").objects("groups").get(0).text("id");
        List<String> keys = new java.util.ArrayList<>();
        String after = "";
        do {
            JsonObject page = BROWSER.json("/api/memory/parked/" + group + "?limit=200" + after);
            page.objects("items").forEach(item -> keys.add(item.text("key")));
            after = page.isNull("next") ? "" : "&after=" + page.text("next");
        } while (!after.isEmpty());

        assertThat(keys).hasSize(LANES / 2).doesNotHaveDuplicates();
    }

    @Test
    void a_dry_run_of_a_group_takes_a_thousand_lanes_at_most_and_says_so() {
        String group =
                BROWSER.json("/api/memory/parked").objects("groups").get(0).text("id");

        JsonObject dry = BROWSER.act("/api/memory/parked/dry-run", "{\"select\":{\"groups\":[\"" + group + "\"]}}");

        assertThat(dry.integer("lanes")).isBetween(400L, 1_000L);
        assertThat(dry.bool("exact")).isFalse();
        assertThat(dry.objects("items")).hasSize(200);
    }

    @Test
    void a_port_that_fails_is_said_with_its_cause_and_nothing_of_its_stack() {
        failing = "ParkingLot.held";

        var answer = BROWSER.get("/api/memory/parked/" + "g.cGF5bWVudA.abc");

        assertThat(answer.statusCode()).isEqualTo(503);
        JsonObject error = JsonObject.parse(answer.body());
        assertThat(error.text("error")).isEqualTo("port-failed");
        assertThat(error.text("cause")).isEqualTo("the store is closed for lunch");
        assertThat(answer.body()).doesNotContain("\tat ").doesNotContain("io.triskel");
    }

    @Test
    void a_story_tells_the_rest_if_one_store_fails() {
        failing = "ParkingLot";

        JsonObject story = BROWSER.json("/api/memory/story/lane-7");

        assertThat(story.objects("notRead"))
                .extracting(one -> one.text("what") + ": " + one.text("why"))
                .contains("parking lot of payment: the store is closed for lunch");
        assertThat(story.objects("read")).extracting(one -> one.text("what")).contains("stream lane-7");
    }

    @Test
    void an_action_that_cannot_be_recorded_is_not_done() {
        String group =
                BROWSER.json("/api/memory/parked").objects("groups").get(0).text("id");
        JsonObject dry = BROWSER.act("/api/memory/parked/dry-run", "{\"select\":{\"groups\":[\"" + group + "\"]}}");
        failing = "EventStore";

        var answer = BROWSER.post(
                "/api/memory/parked/replay",
                "{\"token\":\"" + dry.text("token") + "\",\"reason\":\"the bank is back\"}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(CALLS).doesNotContainKey("ParkingLot.lease");
    }
}
