package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code load --ui} as a process, with targets that answer as they are told. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class LoadPageTest {
    private static final Pattern PAGE = Pattern.compile("Page: (http://127\\.0\\.0\\.1:\\d+/#token=\\S+)");

    @TempDir
    private Path folder;

    private Path results;

    @BeforeEach
    void write_a_workload() throws IOException {
        results = folder.resolve("results");
        Files.writeString(folder.resolve("small.yaml"), """
            workload: 1
            name: small
            level: bus
            event: {size: 1KiB}
            keys: {count: 10}
            phases:
              - steady: {rate: 100/s, for: 5s}
            """);
    }

    private SignalledCli load(String behaviour, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--ui", "--out", results.toString()));
        all.addAll(List.of(options));
        return SignalledCli.load(folder, behaviour, all.toArray(String[]::new));
    }

    private static BufferedReader events(SignalledCli cli) throws Exception {
        Matcher page = PAGE.matcher(cli.err());
        assertThat(page.find()).as(cli.err()).isTrue();
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(page.group(1)).resolve("/events?screen=load&lane=all"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** {@return the data of messages until one, or until the end of the command} */
    private static List<String> read(BufferedReader lines, Predicate<String> last) {
        List<String> data = new ArrayList<>();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    data.add(line.substring("data: ".length()));
                    if (last.test(line)) {
                        break;
                    }
                }
            }
        } catch (IOException ended) {
            // As a command ends that is stopped.
        }
        return data;
    }

    @Test
    void the_page_shows_how_all_ended_and_stays_until_ctrl_c_with_the_code_of_the_runs() throws Exception {
        try (SignalledCli cli = load("misses", "--target", "memory,gcp")) {
            cli.awaitText("The page stays until Ctrl-C");
            List<String> shown = read(events(cli), line -> line.contains("\"exit\":1,\"folder\""));

            assertThat(shown)
                    .anyMatch(each -> each.contains("\"lane\":\"memory\"") && each.contains("\"state\":\"ended\""))
                    .anyMatch(each -> each.contains("\"lane\":\"gcp\"") && each.contains("\"ok\":false"));
            assertThat(shown.get(shown.size() - 1))
                    .isEqualTo("{\"state\":\"ended\",\"exit\":1,\"folder\":\"" + results + "\"}");
            assertThat(results.resolve("gcp/r0-w0.json")).content().contains("\"watched\":true");
            assertThat(cli.out()).contains("Report:  ./triskel report " + results);

            cli.signal("INT");
            assertThat(cli.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void the_page_hears_that_the_runs_were_stopped_before_the_command_ends() throws Exception {
        try (SignalledCli cli = load("told-to-end-writes", "--workers", "2")) {
            cli.awaitErr("200/s");
            try (BufferedReader events = events(cli)) {
                List<String> before = read(events, line -> line.contains("\"state\":\"running\""));
                cli.signal("INT");
                List<String> shown = read(events, line -> line.contains("\"stopped\""));

                assertThat(before.get(1)).contains("\"workers\":2");
                assertThat(shown).contains("{\"state\":\"stopping\"}");
                assertThat(shown)
                        .anyMatch(each -> each.contains("\"worker\":0,\"valid\":false,\"partial\":true")
                                && each.contains("\"worker\":1,\"valid\":false,\"partial\":true"));
                assertThat(shown.get(shown.size() - 1)).startsWith("{\"state\":\"stopped\",\"exit\":3,");
            }
            assertThat(cli.exitCode()).isEqualTo(130);
        }
    }
}
