package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Talks to a console as a page does. */
final class Browser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();

    private final String token;
    private final String base;

    Browser(Console console) {
        this(console.port(), console.token());
    }

    Browser(int port, String token) {
        this.token = token;
        this.base = "http://127.0.0.1:" + port;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    JsonObject json(String path) {
        return JsonObject.parse(get(path).body());
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path)
                .header("X-Triskel-Token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonObject act(String path, String body) {
        return JsonObject.parse(post(path, body).body());
    }

    /** A message of an event stream. */
    record Event(String id, String name, JsonObject data) {}

    /** Reads events until one is wanted; the deadline of a minute is only reached by a fault. */
    List<Event> events(String screen, String lastId, Predicate<Event> last) {
        HttpRequest.Builder request =
                request("/events?lane=all&screen=" + screen).timeout(Duration.ofSeconds(60));
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        List<Event> read = new ArrayList<>();
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String id = "";
                String name = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        Event event = new Event(id, name, JsonObject.parse(line.substring(6)));
                        read.add(event);
                        if (last.test(event)) {
                            return read;
                        }
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        throw new IllegalStateException("The stream ended after " + read);
    }
}
