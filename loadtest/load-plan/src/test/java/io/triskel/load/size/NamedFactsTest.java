package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.fact.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamedFactsTest {
    /** A fact as code names it, in a text or a comment; what ends with a mark is completed by the code. */
    private static final Pattern NAMED = Pattern.compile(
            "\"((?:kds|eh|ps|fh|ddb|aztable|fs)[-.][A-Za-z0-9._-]*[A-Za-z0-9]|(?:lambda|azf|run)\\.[a-z0-9._]*[a-z0-9])\"");

    /** Meters of the price book that look like facts: what is charged, by our name, without its cloud. */
    private static final Set<String> METERS =
            Set.of("lambda.request", "lambda.gb-second", "run.request", "run.vcpu-second", "run.gib-second");

    @Test
    void every_limit_that_the_code_names_is_documented() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                named.addAll(NAMED.matcher(Files.readString(source))
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet()));
            }
        }
        named.removeAll(METERS);

        assertThat(named).hasSizeGreaterThan(40);
        assertThat(Facts.documented().byId()).containsKeys(named.toArray(String[]::new));
    }
}
