package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about configuration leaves no variable out. */
class ConfigurationTest {
    private static final Pattern NAMED = Pattern.compile("\"((?:TRISKEL|ORDERS)_[A-Z0-9_]*[A-Z0-9])\"");

    @Test
    void every_variable_that_the_code_names_stands_on_the_page() throws IOException {
        Set<String> variables =
                Sources.main().flatMap(ConfigurationTest::variablesIn).collect(Collectors.toCollection(TreeSet::new));

        String page = Files.readString(Documents.TOP.resolve("docs/configuration.md"));
        assertThat(variables).hasSizeGreaterThan(20);
        assertThat(variables).allSatisfy(variable -> assertThat(page).contains("`" + variable + "`"));
    }

    private static Stream<String> variablesIn(Path source) {
        try {
            return NAMED.matcher(Files.readString(source)).results().map(named -> named.group(1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
