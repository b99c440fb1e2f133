package io.triskel.gcp.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** As much of Cloud Storage as reading an archive takes: listing and getting objects of one bucket, as its JSON API has them. */
final class LocalBucket implements AutoCloseable {
    static final String BUCKET = "archive";

    /** A page of the service may have fewer than were asked for. */
    private static final int PAGE = 700;

    private static final ObjectMapper JSON = new ObjectMapper();

    final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>(
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    final List<String> authorizations = new ArrayList<>();
    final List<String> upgrades = new ArrayList<>();
    private final LoopbackServer server = LoopbackServer.start("storage", 2, this::answer);

    URI uri() {
        return server.uri();
    }

    private void answer(HttpExchange call) throws IOException {
        authorizations.add(String.valueOf(call.getRequestHeaders().getFirst("Authorization")));
        upgrades.add(String.valueOf(call.getRequestHeaders().getFirst("Upgrade")));
        String[] path = call.getRequestURI().getRawPath().split("/", 7);
        Map<String, String> query = query(call.getRequestURI());
        if (!call.getRequestMethod().equals("GET") || !path[4].equals(BUCKET)) {
            error(call, "The specified bucket does not exist.");
        } else if (path.length == 6) {
            send(call, 200, JSON.writeValueAsBytes(list(query)));
        } else {
            String object = URLDecoder.decode(path[6].replace("+", "%2B"), StandardCharsets.UTF_8);
            if (objects.containsKey(object) && "media".equals(query.get("alt"))) {
                send(call, 200, objects.get(object));
            } else {
                error(call, "No such object: " + BUCKET + "/" + object);
            }
        }
    }

    private ObjectNode list(Map<String, String> query) {
        int most = Math.min(PAGE, Integer.parseInt(query.getOrDefault("maxResults", "1000")));
        String from = query.getOrDefault("pageToken", query.getOrDefault("startOffset", ""));
        List<String> names = objects.keySet().stream()
                .filter(name -> name.startsWith(query.getOrDefault("prefix", "")))
                .filter(name -> objects.comparator().compare(name, from) >= 0)
                .limit(most + 1L)
                .toList();
        ObjectNode page = JSON.createObjectNode();
        // Without any, the service leaves the array out.
        if (!names.isEmpty()) {
            ArrayNode items = page.putArray("items");
            names.stream().limit(most).forEach(name -> items.addObject().put("name", name));
        }
        if (names.size() > most) {
            page.put("nextPageToken", names.get(most));
        }
        return page;
    }

    private static void error(HttpExchange call, String message) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", 404).put("message", message);
        send(call, 404, JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange call, int status, byte[] body) throws IOException {
        try (call) {
            call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            call.getResponseBody().write(body);
        }
    }

    private static Map<String, String> query(URI uri) {
        return Stream.of(String.valueOf(uri.getRawQuery()).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.close();
    }
}
