package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A person who starts faults of a target at once on its page, and sees the pipeline recover. */
final class InjectedFaults {
    private static final String REASON = "{\"reason\":\"to see it recover\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI console;
    private final String token;
    private final String path;

    /** @param console the target's answer that says where its console is */
    InjectedFaults(JsonNode console) {
        this.console = URI.create(console.path("url").asText());
        this.token = console.path("token").asText();
        path = "/api/" + get("/api/console").path("lanes").path(0).path("id").asText() + "/faults";
    }

    /** All together, because each recovery takes seconds on a busy machine. */
    void areRecoveredFrom() {
        areRecoveredFrom(kinds());
    }

    private List<String> kinds() {
        return get(path).path("kinds").findValuesAsText("kind");
    }

    /** Some together. */
    void areRecoveredFrom(List<String> kinds) {
        // Without a page, no fault lasts.
        HttpResponse<InputStream> page = http.sendAsync(
                        HttpRequest.newBuilder(console.resolve("/events?lane=all&screen=faults"))
                                .build(),
                        BodyHandlers.ofInputStream())
                .join();
        kinds.forEach(kind -> assertThat(act(path + "/" + kind).path("state").asText())
                .as(kind)
                .isEqualTo("running"));
        DeployedOrdersContract.await(
                "orders under way",
                () -> runs().stream().anyMatch(run -> run.path("worstUnderWay").asLong() > 1));
        kinds.forEach(kind -> act(path + "/" + kind + "/stop"));
        Predicate<JsonNode> over = run ->
                !List.of("running", "recovering").contains(run.path("state").asText());
        DeployedOrdersContract.await("the recovery", () -> runs().stream().allMatch(over));

        assertThat(kinds()).hasSize(5).containsAll(kinds);
        assertThat(runs()).hasSameSizeAs(kinds).allSatisfy(run -> {
            assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("recovered");
            assertThat(run.path("lost").asText()).isEqualTo("0");
            assertThat(run.path("doubled").asText()).isEqualTo("0");
        });
        assertThat(page.statusCode()).isEqualTo(200);
    }

    private List<JsonNode> runs() {
        List<JsonNode> runs = new ArrayList<>();
        get(path).path("runs").forEach(runs::add);
        return runs;
    }

    private JsonNode get(String from) {
        return call(HttpRequest.newBuilder(console.resolve(from)).build());
    }

    private JsonNode act(String on) {
        return call(HttpRequest.newBuilder(console.resolve(on))
                .header("X-Triskel-Token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(REASON))
                .build());
    }

    private JsonNode call(HttpRequest request) {
        try {
            return new ObjectMapper()
                    .readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }
}
