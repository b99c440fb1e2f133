package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page about configuration leaves no variable out, and has the adapters' from their settings classes. */
class ConfigurationTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Pattern NAMED = Pattern.compile("\"((?:TRISKEL|ORDERS)_[A-Z0-9_]*[A-Z0-9])\"");
    private static final Path PAGE = Documents.TOP.resolve("docs/configuration.md");

    /** The adapters' tests compare the rows with what is read. */
    @ParameterizedTest
    @CsvSource({"AWS, aws, Aws", "Azure, azure, Azure", "Google Cloud, gcp, Gcp"})
    void an_adapters_table_is_the_javadoc_of_its_settings(String cloud, String module, String name) throws IOException {
        Path classes = Documents.TOP.resolve("adapter-" + module + "/src/main/java/io/triskel/" + module);
        String written = SettingsTable.of(
                List.of(classes.resolve(name + "Platform.java"), classes.resolve(name + "Settings.java")));
        Pattern table = Pattern.compile(
                "(?<=\\| " + cloud + " \\| default \\| meaning \\|\n\\|---\\|---\\|---\\|\n)(\\|[^\n]*\n)*");
        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(
                    PAGE, table.matcher(Files.readString(PAGE)).replaceFirst(Matcher.quoteReplacement(written + "\n")));
        }

        assertThat(table.matcher(Files.readString(PAGE)).results().map(MatchResult::group))
                .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                .containsExactly(written + "\n");
    }

    @Test
    void every_variable_that_the_code_names_stands_on_the_page() throws IOException {
        Set<String> variables =
                Sources.main().flatMap(ConfigurationTest::variablesIn).collect(Collectors.toCollection(TreeSet::new));

        String page = Files.readString(PAGE);
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
