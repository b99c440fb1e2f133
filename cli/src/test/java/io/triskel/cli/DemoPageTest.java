package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code demo --ui} with targets whose consoles do not answer: what the command itself shows. */
class DemoPageTest {
    private static final Pattern PAGE = Pattern.compile("Page: (http://127\\.0\\.0\\.1:\\d+/#token=\\S+)");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Path input;

    @BeforeEach
    void write_an_input() throws IOException {
        input = folder.resolve("orders.jsonl");
        Files.writeString(input, "{\"kind\":\"order\"}\n");
    }

    private static URI address(String err) {
        Matcher page = PAGE.matcher(err);
        assertThat(page.find()).as(err).isTrue();
        return URI.create(page.group(1));
    }

    /** {@return the messages of the flow until this one} */
    private List<String> flow(URI page, String last) throws Exception {
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(page.resolve("/events?screen=flow&lane=all"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        List<String> messages = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("data: ") && !event.equals("stale")) {
                    messages.add(event + " " + line.substring("data: ".length()));
                    if (event.equals(last)) {
                        break;
                    }
                }
            }
        }
        return messages;
    }

    @Test
    void the_run_begins_with_its_page_which_has_a_lane_for_each_target_and_proof_and_stays_until_a_signal()
            throws Exception {
        try (SignalledCli cli = SignalledCli.demoWithPage(folder, input)) {
            cli.awaitErr("The run begins when the page is open, at the latest in 20 seconds.");
            URI page = address(cli.err());
            List<String> flow = flow(page, "proof");
            cli.awaitErr("The page stays until Ctrl-C: " + page);

            JsonNode lanes = json.readTree(http.send(
                                    HttpRequest.newBuilder(page.resolve("/api/console"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("lanes");
            cli.interrupt();

            assertThat(lanes.findValuesAsText("title")).containsExactly("Memory", "AWS");
            assertThat(lanes.findValuesAsText("down")).hasSize(2).allMatch(why -> why.contains("does not answer"));
            assertThat(flow).hasSize(3);
            assertThat(flow.get(0)).startsWith("ended {\"lane\":\"memory\",\"complete\":true,\"digest\":\"");
            assertThat(flow.get(1)).startsWith("ended {\"lane\":\"aws\"");
            String digest = json.readTree(flow.get(0).substring("ended ".length()))
                    .path("digest")
                    .asText();
            assertThat(digest).matches("[0-9a-f]{64}");
            assertThat(flow.get(2))
                    .isEqualTo("proof {\"equal\":true,\"digest\":\"" + digest + "\",\"differences\":[]}");
            assertThat(cli.exitCode()).isZero();
            assertThat(cli.isTargetAlive()).isFalse();
            assertThat(cli.out()).startsWith("EQUAL: ");
            assertThat(cli.err()).doesNotContain("secret");
        }
    }

    @Test
    void what_differs_is_on_the_page_too_and_the_end_of_what_a_person_types_ends_it() throws Exception {
        StringWriter err = new StringWriter();
        PipedOutputStream typing = new PipedOutputStream();
        CompletableFuture<Void> printed = new CompletableFuture<>();
        DemoCommand command = new DemoCommand(
                SignalledCli.TARGETS,
                new Installation(folder),
                target -> SignalledCli.fakeTarget(target.text().equals("aws") ? "ends-otherwise" : "works"),
                new Screen(true, false, false, false, 80),
                new PipedInputStream(typing));
        PrintWriter told = new PrintWriter(err) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.contains("The run begins")) {
                    printed.complete(null);
                }
            }
        };
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> new CommandLine(command)
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(told)
                .execute("--input", input.toString(), "--ui", "--target", "memory,aws"));

        printed.get(4, TimeUnit.MINUTES);
        List<String> flow = flow(address(err.toString()), "proof");
        typing.close();

        assertThat(flow.get(2))
                .isEqualTo("proof {\"equal\":false,\"differences\":[\"aws differs from memory in order o-1\"]}");
        assertThat(code.get(4, TimeUnit.MINUTES)).isEqualTo(1);
    }
}
