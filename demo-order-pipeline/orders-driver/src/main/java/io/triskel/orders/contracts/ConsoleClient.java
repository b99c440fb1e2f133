package io.triskel.orders.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Talks to a lane of a console as a page does. */
final class ConsoleClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI lane;
    private final String token;

    /** @param opened the answer of the console's process */
    ConsoleClient(JsonNode opened, String lane) {
        this.lane = URI.create(opened.path("url").asText()).resolve("/api/" + lane + "/");
        token = opened.path("token").asText();
    }

    JsonNode get(String path) {
        return call(HttpRequest.newBuilder(lane.resolve(path)));
    }

    JsonNode act(String path, String body) {
        return call(HttpRequest.newBuilder(lane.resolve(path))
                .header("X-Triskel-Token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** {@return the next figures of the flow, as an open page gets them} */
    JsonNode figure() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                lane.resolve("/events?screen=flow&lane=all").toURL().openStream(), StandardCharsets.UTF_8))) {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("data: ") && event.equals("figure")) {
                    return json.readTree(line.substring("data: ".length()));
                }
            }
            return json.createObjectNode();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private JsonNode call(HttpRequest.Builder request) {
        try {
            return json.readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private long generation() {
        return get("views").path("views").path(0).path("generation").asLong();
    }

    /** Starts a rebuild. {@return it, once it waits for a person} Rows that an earlier one left may have to go first. */
    JsonNode rebuildToComparison(String view) {
        var unused = DeployedOrdersContract.await(
                "a rebuild to begin",
                () -> act(
                        "views/" + view + "/rebuild",
                        "{\"reason\":\"to see that it works\",\"seen\":{\"generation\":" + generation() + "}}"),
                begun -> begun.has("phase"));
        return rebuildIn("compare");
    }

    /** {@return the answer to a switch} Until the new rows have read what the bus has got since, a person tries again. */
    JsonNode switchTo(String view, JsonNode compared) {
        return untilReady(
                "views/" + view + "/switch",
                () -> "{\"reason\":\"they are equal, so switch\",\"seen\":{\"generation\":" + generation()
                        + ",\"compared\":" + compared.path("compared") + "}}");
    }

    /** {@return a rebuild at its end} A person tries again until no process reads the old rows. */
    JsonNode dropOldRows(String view) {
        var unused = untilReady("views/" + view + "/drop", () -> "{\"reason\":\"nobody reads them\"}");
        return rebuildIn("done");
    }

    /** {@return the first answer to an action that does not ask for patience} */
    private JsonNode untilReady(String action, Supplier<String> body) {
        return DeployedOrdersContract.await(
                action + " to be ready",
                () -> act(action, body.get()),
                answer -> !answer.path("error").asText().equals("not-ready"));
    }

    /** {@return the rebuild in this phase, or failed} */
    private JsonNode rebuildIn(String phase) {
        return DeployedOrdersContract.await(
                "a rebuild in phase " + phase,
                () -> get("views").path("rebuilds").path(0),
                rebuild -> rebuild.path("phase").asText().matches(phase + "|failed"));
    }
}
