package io.triskel.load.fact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SourcesTest {
    private static final Path CRITERIA = Path.of("../../evaluation/criteria.yaml");

    /** Facts, prices, what offers say, and published results. */
    private static final List<Path> DATA =
            List.of(Path.of("src/main/resources"), Path.of("../load-report/src/main/resources"));

    @Test
    void what_is_official_is_the_vendors_dated_and_quoted_and_the_rest_has_an_address_or_is_unverified()
            throws IOException {
        Map<String, List<String>> faults = new TreeMap<>();
        int files = 0;
        for (Path data : DATA) {
            try (Stream<Path> found = Files.walk(data)) {
                for (Path file :
                        found.filter(path -> path.toString().endsWith(".json")).toList()) {
                    JsonNode root = new ObjectMapper().readTree(file.toFile());
                    files += root.findValue("confidence") == null ? 0 : 1;
                    collect(root, faults);
                }
            }
        }

        assertThat(files).isGreaterThanOrEqualTo(3);
        assertThat(faults).isEmpty();
    }

    @Test
    void what_the_evaluation_judges_by_has_such_a_source_too() throws IOException {
        Map<String, List<String>> faults = new TreeMap<>();
        collect(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(CRITERIA)), "", faults);

        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://syair.angkatogeljitu.workers.dev/host-https-github.com/MicrosoftDocs/azure-docs/blob/main/a.md",
                "https://github.com/specialized806/azure-docs/blob/00a5bb8a510690e28b73e4a1f1d6df818f229332/a.md",
                "https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/a.md",
                "https://raw.githubusercontent.com/api-evangelist/aws-lambda/refs/heads/main/rate-limits/a.yml",
                "https://docs.aws.amazon.com.example.org/a.html",
                "http://docs.aws.amazon.com/a.html"
            })
    void a_copy_by_others_or_without_a_commit_is_not_official(String url) {
        assertThat(SourceClass.faults("official", url, "2026-11-30", "words"))
                .containsExactly("not a vendor's: " + url);
        assertThat(SourceClass.faults("secondary", url, "2026-11-30", "")).isEmpty();
    }

    @Test
    void a_date_is_a_day_a_month_or_the_day_an_undated_copy_was_read() {
        String url = "https://docs.aws.amazon.com/a.html";

        assertThat(SourceClass.faults("official", url, "2026-11", "words")).isEmpty();
        assertThat(SourceClass.faults("official", url, "undated copy, read 2026-11-30", "words"))
                .isEmpty();
        assertThat(SourceClass.faults("official", url, "2026", " "))
                .containsExactly("no date: 2026", "no words quoted");
        assertThat(SourceClass.faults("secondary", "", "undated", ""))
                .containsExactly("no address", "no date: undated");
        assertThat(SourceClass.faults("unverified", "", "2026", "")).isEmpty();
    }

    private static void collect(JsonNode node, Map<String, List<String>> faults) {
        if (node.path("confidence").isTextual()) {
            List<String> its = SourceClass.faults(
                    node.path("confidence").asText(),
                    node.path("url").asText(),
                    node.path("asOf").asText(),
                    node.path("quote").asText(node.path("words").asText()));
            if (!its.isEmpty()) {
                faults.put(node.path("id").asText(), its);
            }
        }
        node.forEach(child -> collect(child, faults));
    }

    private static void collect(Object node, String where, Map<String, List<String>> faults) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("confidence") instanceof String confidence) {
                String fact = Objects.toString(map.get("fact"), "");
                String quote = fact.isEmpty() ? Objects.toString(map.get("why"), "") : quote(fact.split(", *", -1)[0]);
                List<String> its = SourceClass.faults(
                        confidence, Objects.toString(map.get("url"), ""), Objects.toString(map.get("asOf"), ""), quote);
                if (!its.isEmpty()) {
                    faults.put(where, its);
                }
            }
            map.forEach((key, value) ->
                    collect(value, where + "/" + (map.get("id") == null ? key : map.get("id") + "/" + key), faults));
        } else if (node instanceof Iterable<?> list) {
            list.forEach(one -> collect(one, where, faults));
        }
    }

    private static String quote(String fact) {
        return Facts.documented().byId().get(fact).quote().orElse("");
    }
}
