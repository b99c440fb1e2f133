package io.triskel.cli.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page for several lanes, on a free port of the loopback address. It serves the page of a lane's console, forwards what concerns one
 * lane to that lane's console, and answers what concerns all. Only paths that a console has are forwarded; an action needs the
 * gateway's token, and the consoles' tokens stay here.
 */
public final class Gateway implements AutoCloseable {
    /** The most pages that may be connected for events: each takes a connection of every console, which has 16. */
    private static final int PAGES = 12;

    private static final int REQUESTS = 16;
    private static final int LARGEST = 64 * 1024;

    /** An AsyncAPI document that is compared. */
    private static final int LARGEST_DOCUMENT = 1024 * 1024;

    private static final String NAME = "[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*";
    static final Pattern FILE = Pattern.compile("/|/favicon\\.svg|/(?:page|webjars)(?:/" + NAME + ")+");
    private static final Pattern OF_LANE = Pattern.compile(
            "/api/([a-z0-9-]+)/(?:parked|sagas|outbox|views|story|types|asyncapi|actions|orders|faults)(?:/[A-Za-z0-9._~%!$&'()*+,;=:@-]+)*");
    private static final Pattern SCREEN = Pattern.compile("(?:^|.*&)screen=([a-z]{1,20})(?:&.*|$)");
    private static final Pattern LANE = Pattern.compile("(?:^|.*&)lane=([a-z0-9-]+)(?:&.*|$)");

    private final LocalServer server = new LocalServer(PAGES + REQUESTS);
    private final Forwarding forwarding = new Forwarding();
    private final OwnMessages own = new OwnMessages();
    private final Semaphore pages = new Semaphore(PAGES);
    private final Lanes lanes;
    private final AllLanes all;
    private final boolean acts;
    private final CompletableFuture<Void> firstPage = new CompletableFuture<>();
    private volatile boolean takesOrders;
    private volatile boolean closed;

    private Gateway(List<Heading> headings, boolean acts) {
        this.acts = acts;
        lanes = new Lanes(headings);
        all = new AllLanes(lanes, forwarding, acts);
    }

    /**
     * Opens a gateway whose lanes are still starting.
     *
     * @param lanes in the order in which the page shows them
     * @param acts whether actions are forwarded; without, the page is for reading only
     */
    public static Gateway open(List<Heading> lanes, boolean acts) {
        Gateway gateway = new Gateway(lanes, acts);
        gateway.server.start(gateway::route);
        return gateway;
    }

    /** {@return the page's address, with the token that actions need in its fragment, which no server sees} */
    public URI address() {
        return server.address();
    }

    /**
     * A lane's console answers from now on.
     *
     * @param console its address
     * @param token what its actions need
     */
    public void up(String lane, URI console, String token) {
        lanes.set(lane, new Lane.Up(console, token));
    }

    /** A lane's console does not answer any more. */
    public void down(String lane, String why) {
        lanes.set(lane, new Lane.Down(why));
    }

    /** {@return done once a page has been connected} */
    public CompletableFuture<Void> firstPage() {
        return firstPage.copy();
    }

    /** From now on, orders by hand are placed: until then, they would be no part of the lanes' input. */
    public void takeOrders() {
        takesOrders = true;
    }

    /** Sends a message that concerns all lanes to every page that shows flow, now and later. */
    public void tell(String event, JsonNode data) {
        own.add(event, data);
    }

    private void route(HttpExchange exchange, String path) throws IOException, InterruptedException {
        Matcher ofLane = OF_LANE.matcher(path);
        if (FILE.matcher(path).matches()) {
            LocalServer.require(exchange, "GET");
            if (path.equals("/")
                    && lanes.all().stream().noneMatch(lane -> lane.up().isPresent())) {
                StartingPage.send(exchange);
            } else {
                forwarding.forward(exchange, all.anyUp(), new byte[0]);
            }
        } else if (path.equals("/api/console")) {
            LocalServer.require(exchange, "GET");
            LocalServer.send(exchange, 200, all.console());
        } else if (path.equals("/events")) {
            LocalServer.require(exchange, "GET");
            events(exchange);
        } else if (path.equals("/api/orders")) {
            LocalServer.require(exchange, "POST");
            ObjectNode order = json(action(exchange));
            requireEndOfInput();
            LocalServer.send(exchange, 200, all.place(order));
        } else if (ofLane.matches()) {
            LocalServer.require(exchange, "GET", "POST");
            Lane lane = lanes.require(ofLane.group(1));
            boolean isAction = exchange.getRequestMethod().equals("POST");
            // It changes nothing.
            boolean compares = path.endsWith("/types/check");
            byte[] body = !isAction ? new byte[0] : compares ? document(exchange) : action(exchange);
            if (path.endsWith("/orders")) {
                requireEndOfInput();
            }
            forwarding.forward(exchange, lane, body);
        } else {
            throw LocalServer.unknownPath();
        }
    }

    private void requireEndOfInput() {
        if (!takesOrders) {
            throw new Refusal(
                    409, "not-ready", "The lanes are still at their input.", "Place the order when all have ended.");
        }
    }

    /** {@return the body of an action that may be carried out} */
    private byte[] action(HttpExchange exchange) throws IOException {
        server.guard().requireToken(exchange.getRequestHeaders());
        if (!acts) {
            throw new Refusal(
                    403, "read-only", "This page is for reading only.", "Start it with --act to allow actions.");
        }
        return body(exchange, LARGEST);
    }

    /** {@return the body of a request that changes nothing} */
    private byte[] document(HttpExchange exchange) throws IOException {
        server.guard().requireToken(exchange.getRequestHeaders());
        return body(exchange, LARGEST_DOCUMENT);
    }

    private static byte[] body(HttpExchange exchange, int most) throws IOException {
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        if (!type.matches("(?i)application/json(?:\\s*;.*)?")) {
            throw new Refusal(415, "not-json", "An action is JSON.", "Send Content-Type: application/json.");
        }
        byte[] body = exchange.getRequestBody().readNBytes(most + 1);
        if (body.length > most) {
            throw new Refusal(
                    413, "too-large", "The request has more than " + most / 1024 + " KiB.", "Select less at a time.");
        }
        return body;
    }

    private static ObjectNode json(byte[] body) throws IOException {
        try {
            if (new ObjectMapper().readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException broken) {
            // Answered as every body that is no object.
        }
        throw new Refusal(400, "bad-request", "The request is not a JSON object.", "Reload the page.");
    }

    private void events(HttpExchange exchange) throws IOException, InterruptedException {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        Matcher screen = SCREEN.matcher(query);
        Matcher lane = LANE.matcher(query);
        if (!screen.matches() || !lane.matches()) {
            throw new Refusal(
                    400, "bad-request", "Events need a screen and a lane.", "Ask for /events?screen=flow&lane=all.");
        }
        List<String> wanted = lane.group(1).equals("all")
                ? lanes.all().stream().map(Lane::id).toList()
                : List.of(lanes.require(lane.group(1)).id());
        if (!pages.tryAcquire()) {
            throw busy(PAGES);
        }
        firstPage.complete(null);
        try (MergedEvents merged = new MergedEvents(
                forwarding,
                lanes,
                own,
                new MergedEvents.Wanted(screen.group(1), wanted),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID")))) {
            merged.serve(exchange, () -> closed);
        } finally {
            pages.release();
        }
    }

    static Refusal busy(int pages) {
        return new Refusal(503, "busy", pages + " pages are connected already.", "Close one of them, then reload.");
    }

    /** Ends all connections. */
    @Override
    public void close() {
        closed = true;
        server.close();
    }
}
