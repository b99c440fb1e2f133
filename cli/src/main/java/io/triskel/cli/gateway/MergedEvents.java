package io.triskel.cli.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One page's connection for server-sent events: the messages of its lanes, as they come, and those of the gateway. An id joins the
 * last id of each lane, so that every lane continues after a break; a lane whose console ends is asked again.
 */
final class MergedEvents implements AutoCloseable {
    /** The name of the gateway's own messages in ids; no lane has it. */
    private static final String OWN = "*";

    /** Messages that wait for a slow page; its connection is closed at more, and continues from its last id. */
    private static final int WAITING = 2_000;

    private static final long TICK_MILLIS = 250;
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Forwarding forwarding;
    private final Lanes lanes;
    private final OwnMessages own;
    private final Wanted wanted;
    private final Map<String, String> last;
    private final BlockingQueue<LaneEvents.Block> arrived = new LinkedBlockingQueue<>(WAITING);
    private final Map<String, LaneEvents> open = new LinkedHashMap<>();
    private final Map<String, Long> again = new HashMap<>();

    /**
     * What a page asks for.
     *
     * @param screen the screen, as it is in the query
     * @param lanes the ids of the lanes
     */
    record Wanted(String screen, List<String> lanes) {
        private boolean isFlow() {
            return screen.equals("flow");
        }
    }

    MergedEvents(Forwarding forwarding, Lanes lanes, OwnMessages own, Wanted wanted, Optional<String> lastEvent) {
        this.forwarding = forwarding;
        this.lanes = lanes;
        this.own = own;
        this.wanted = wanted;
        last = lastEvent.map(MergedEvents::parts).orElseGet(HashMap::new);
    }

    private static Map<String, String> parts(String id) {
        Map<String, String> parts = new HashMap<>();
        for (String part : id.split(",", -1)) {
            int tilde = part.indexOf('~');
            if (tilde > 0) {
                parts.put(part.substring(0, tilde), part.substring(tilde + 1));
            }
        }
        return parts;
    }

    private String id() {
        return String.join(
                ",",
                last.entrySet().stream()
                        .map(part -> part.getKey() + "~" + part.getValue())
                        .sorted()
                        .toList());
    }

    /** Writes messages until the page goes away or the gateway is closed. */
    void serve(HttpExchange exchange, BooleanSupplier closed) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            write(out, "retry: 2000\n\n");
            long written = System.nanoTime();
            while (!closed.getAsBoolean() && open.values().stream().noneMatch(LaneEvents::isCutOff)) {
                connect();
                StringBuilder text = new StringBuilder();
                ownMessages(text);
                Optional.ofNullable(arrived.poll(TICK_MILLIS, TimeUnit.MILLISECONDS))
                        .ifPresent(block -> take(block, text));
                if (text.isEmpty() && System.nanoTime() - written > KEEP_NANOS) {
                    text.append(": \n\n");
                }
                if (!text.isEmpty()) {
                    write(out, text.toString());
                    written = System.nanoTime();
                }
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Opens the events of lanes that are up; a lane may come up late, or again. */
    private void connect() {
        for (String id : wanted.lanes()) {
            Optional<Lane.Up> up = lanes.find(id).flatMap(Lane::up);
            if (up.isPresent() && !open.containsKey(id) && isTime(id)) {
                LaneEvents events = new LaneEvents(id, arrived);
                open.put(id, events);
                events.open(
                        forwarding,
                        up.get(),
                        "/events?screen=" + wanted.screen() + "&lane=" + id,
                        Optional.ofNullable(last.get(id)));
            }
        }
    }

    private boolean isTime(String lane) {
        Long moment = again.get(lane);
        return moment == null || System.nanoTime() - moment >= 0;
    }

    private void ownMessages(StringBuilder text) {
        if (wanted.isFlow()) {
            for (Message message : own.after(Long.parseLong(last.getOrDefault(OWN, "0")))) {
                last.put(OWN, String.valueOf(message.number()));
                append(text, "event: " + message.event() + "\ndata: " + message.data() + "\n");
            }
        }
    }

    private void append(StringBuilder text, String fields) {
        text.append("id: ").append(id()).append('\n').append(fields).append('\n');
    }

    private void take(LaneEvents.Block block, StringBuilder text) {
        if (block.end().isPresent()) {
            open.remove(block.lane());
            again.put(block.lane(), System.nanoTime() + AGAIN_NANOS);
            String why = lanes.find(block.lane())
                    .flatMap(Lane::down)
                    .orElse(block.end().get());
            append(
                    text,
                    "event: stale\ndata: "
                            + JsonNodeFactory.instance
                                    .objectNode()
                                    .put("at", Instant.now().toString())
                                    .put("lane", block.lane())
                                    .put("what", "lane")
                                    .put("why", why)
                            + "\n");
        } else {
            block.id().ifPresent(id -> last.put(block.lane(), id));
            append(text, block.fields());
        }
    }

    @Override
    public void close() {
        open.values().forEach(LaneEvents::close);
    }
}
