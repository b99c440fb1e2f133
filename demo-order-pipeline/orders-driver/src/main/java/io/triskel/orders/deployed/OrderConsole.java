package io.triskel.orders.deployed;

import io.triskel.codec.JsonObject;
import io.triskel.console.ConsoleBuilder;
import io.triskel.console.hosted.ConsoleExtras;
import io.triskel.orders.console.HandPlaced;
import io.triskel.orders.console.PipelineConsole;
import io.triskel.orders.pipeline.OrderPipeline;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What the console of a deployed order pipeline has beyond any application's. Orders go to the pipeline's own function, as from any other client. */
public final class OrderConsole implements ConsoleExtras {
    /** A pipeline outlives its consoles, so that a count would begin anew. */
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    /** Has no state. */
    public OrderConsole() {
        // The service loader makes it.
    }

    @Override
    public ConsoleBuilder on(ConsoleBuilder console, Shown shown) {
        OrderPipeline pipeline = (OrderPipeline) shown.site().application().inJava();
        ConsoleBuilder known = PipelineConsole.on(console, pipeline.style());
        return OrdersByHttp.of(shown.environment(), shown.caller())
                .map(way ->
                        known.places(placed(pipeline, way, pipeline.platform().clock(), shown.request())))
                .orElse(known);
    }

    private static HandPlaced placed(
            OrderPipeline pipeline, HandPlaced.Way way, InstantSource clock, JsonObject request) {
        HandPlaced placed = new HandPlaced(pipeline, way, () -> "O-" + ID.format(clock.instant()));
        if (request.has("products")) {
            request.texts("products").forEach(product -> {
                boolean unused = placed.offer(product);
            });
        }
        return placed;
    }
}
