package io.triskel.load.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.Golden;
import io.triskel.load.cloud.Clouds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FactsTest {
    /** How documents name a fact. */
    private static final Pattern NAMED = Pattern.compile("`\\[([a-z0-9]+[-.][A-Za-z0-9._-]+)]`");

    @Test
    void every_fact_has_a_source_a_date_and_a_confidence() {
        assertThat(Facts.documented().all()).hasSizeGreaterThan(200).allSatisfy(fact -> {
            assertThat(fact.source()).isNotBlank();
            assertThat(fact.asOf()).isNotBlank();
            assertThat(fact.documented()).isNotBlank();
            assertThat(fact.cloud()).isIn(Clouds.installed().ids());
            assertThat(fact.confidence()).isIn("official", "secondary", "unverified");
            assertThat(fact.url().orElse("https://")).startsWith("https://");
            assertThat(fact.value().isPresent()).isEqualTo(fact.unit().isPresent());
        });
    }

    @Test
    void a_limit_is_in_bytes_seconds_or_counts() {
        assertThat(Facts.value("kds-shard-in-bytes")).isEqualTo(1 << 20);
        assertThat(Facts.value("eh-ret-standard")).isEqualTo(7 * 24 * 3600);
        assertThat(Facts.value("lambda.esm.kinesis.parallel.max")).isEqualTo(10);
    }

    @Test
    void a_fact_that_is_not_there_or_has_no_value_says_so() {
        assertThatThrownBy(() -> Facts.value("kds-nothing")).hasMessageContaining("has no fact kds-nothing");
        assertThatThrownBy(() -> Facts.value("kds-order")).hasMessageContaining("kds-order of facts.json has no value");
    }

    @Test
    void every_fact_that_a_document_names_is_there() throws IOException {
        Map<String, List<String>> unknown = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Golden.DOCS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                List<String> names = NAMED.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .filter(name -> !Facts.documented().byId().containsKey(name))
                        .toList();
                if (!names.isEmpty()) {
                    unknown.put(file.toString(), names);
                }
            }
        }

        assertThat(unknown).isEmpty();
    }
}
