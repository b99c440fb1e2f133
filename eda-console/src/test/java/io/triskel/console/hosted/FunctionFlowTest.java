package io.triskel.console.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.JsonObject;
import io.triskel.codec.TypeRegistry;
import io.triskel.console.Console;
import io.triskel.console.FlowObserver;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.observe.Observer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page shows of functions in other processes. */
class FunctionFlowTest {
    private record Placed(String order) {}

    private static final EventType PLACED = new EventType("orders.order-placed", 1);
    private static final TypeRegistry TYPES =
            TypeRegistry.builder().add(PLACED, Placed.class).build();

    private final FlowObserver observer = new FlowObserver();
    private final InMemoryPlatform platform = InMemoryPlatform.of("/orders", TYPES);
    private final Console console = Console.of(platform).flow(observer).start(0);
    private final FunctionFlow flow = FunctionFlow.of(
                    observer,
                    () -> List.of(EventConsumer.named("payment", platform.codec())
                            .on(Placed.class, (event, handling) -> {})
                            .build()))
            .orElseThrow();

    @TempDir
    private Path logs;

    @AfterEach
    void close() {
        console.close();
    }

    private static byte[] placed(String id) {
        return EventCodec.of(TYPES).encode(Envelope.of(new EventId("/orders", id), PLACED, new Placed("O-1")));
    }

    /** {@return the first such message of an open page that is as wanted} */
    private JsonObject shown(String message, Predicate<JsonObject> wanted, Runnable meanwhile) throws IOException {
        URI events = URI.create("http://127.0.0.1:" + console.port() + "/events?screen=flow&lane=all");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(events.toURL().openStream(), StandardCharsets.UTF_8))) {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                    if (event.equals("hello")) {
                        meanwhile.run();
                    }
                } else if (line.startsWith("data: ") && event.equals(message)) {
                    JsonObject data = JsonObject.parse(line.substring("data: ".length()));
                    if (wanted.test(data)) {
                        return data;
                    }
                }
            }
        }
        throw new IllegalStateException("There was no message " + message);
    }

    @Test
    void events_of_the_bus_are_published_and_under_way_to_their_consumers() throws IOException {
        JsonObject move = shown("move", any -> true, () -> flow.event(placed("e-1")));
        JsonObject figure = shown("figure", seen -> seen.integer("published") > 0, () -> {});

        assertThat(move.objects("events").get(0).text("to")).isEqualTo("payment");
        assertThat(move.objects("events").get(0).text("id")).isEqualTo("e-1");
        assertThat(figure.integer("published")).isEqualTo(1);
    }

    @Test
    void verdicts_and_endings_are_what_the_functions_wrote_each_line_once() throws IOException {
        Files.writeString(
                logs.resolve("1.log"),
                "a host's line\nINFO {\"consumer\":\"payment\",\"events\":{\"handled\":3,\"duplicate\":1,"
                        + "\"replayed-handled\":2,\"saga-completed\":2,\"of-tomorrow\":9}}\n{\"consumer\" cut off\n");

        flow.read(List.of(logs));
        flow.read(List.of(logs));
        JsonObject figure = shown("figure", any -> true, () -> {});

        JsonObject payment = figure.object("stations").object("payment");
        assertThat(payment.integer("handled")).isEqualTo(5);
        assertThat(payment.integer("repeats")).isEqualTo(1);
        assertThat(figure.object("sagas").object("ended").integer("completed")).isEqualTo(2);
    }

    @Test
    void an_observer_of_something_else_has_no_flow() {
        assertThat(FunctionFlow.of(Observer.none(), List::of)).isEmpty();
    }
}
