package io.triskel.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a command without a console, over real HTTP, with the console's own files. */
class OwnPageTest {
    private static final Path CONSOLE = Path.of("../eda-console/src/main");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final OwnPage page =
            OwnPage.open(new PageFiles(List.of(CONSOLE.resolve("resources"))), "load", new OwnPage.Source() {
                @Override
                public ObjectNode console() {
                    return JsonNodeFactory.instance.objectNode().put("now", "2026-11-30T12:00:00Z");
                }

                @Override
                public List<Message> after(long number) {
                    return messages.stream()
                            .filter(message -> message.number() > number)
                            .toList();
                }

                @Override
                public long last() {
                    return messages.size();
                }
            });
    private final URI base = page.address().resolve("/");

    @AfterEach
    void close() {
        page.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** {@return the lines of the first messages, without the empty ones} */
    private List<String> events(Optional<String> last, int lines) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/events?screen=load&lane=all"))
                .timeout(Duration.ofMinutes(1));
        last.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<java.io.InputStream> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        List<String> read = new ArrayList<>();
        try (BufferedReader body = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            while (read.size() < lines) {
                Optional.of(body.readLine()).filter(line -> !line.isEmpty()).ifPresent(read::add);
            }
        }
        return read;
    }

    private void tell(String data) {
        messages.add(new Message(messages.size() + 1, "second", data));
    }

    @Test
    void files_are_the_consoles_with_its_own_policy() throws Exception {
        HttpResponse<String> start = get("/");
        String policy = start.headers().firstValue("Content-Security-Policy").orElseThrow();

        assertThat(start.body())
                .isEqualTo(Files.readString(CONSOLE.resolve("resources/io/triskel/console/page/index.html")));
        assertThat(Files.readString(CONSOLE.resolve("java/io/triskel/console/Guard.java"))
                        .replaceAll("\"\\s*\\+\\s*\"", ""))
                .contains('"' + policy + '"');
        assertThat(get("/page/load.js").headers().firstValue("Content-Type"))
                .contains("text/javascript; charset=utf-8");
        assertThat(get("/api/console").body()).isEqualTo("{\"now\":\"2026-11-30T12:00:00Z\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/page/../Guard.java, 404",
        "/page/none.js, 404",
        "/page/Console.class, 404",
        "/webjars/lit-html/none.js, 404",
        "/api/memory/parked, 404",
        "/events?screen=parked, 404"
    })
    void nothing_else_is_there(String path, int status) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(status);
    }

    @Test
    void nothing_can_be_changed() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(base.resolve("/api/console"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void a_late_page_gets_all_that_was_told_and_one_that_comes_back_only_the_rest() throws Exception {
        tell("{\"t\":0}");
        tell("{\"t\":1}");

        List<String> late = events(Optional.empty(), 10);
        tell("{\"t\":2}");
        List<String> back = events(Optional.of(late.get(7).substring("id: ".length())), 4);
        List<String> ofAnother = events(Optional.of("another-2"), 4);

        assertThat(late.get(2)).isEqualTo("event: hello");
        assertThat(late)
                .filteredOn(line -> line.startsWith("data: {\"t\""))
                .containsExactly("data: {\"t\":0}", "data: {\"t\":1}");
        assertThat(back).startsWith("retry: 2000").endsWith("data: {\"t\":2}");
        assertThat(ofAnother).contains("event: hello");
    }

    @Test
    void an_end_waits_for_pages_that_are_connected_and_for_no_others() throws IOException {
        tell("{\"t\":0}");

        long from = System.nanoTime();
        page.settle(Duration.ofMinutes(5));

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofMinutes(1));
    }
}
