package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of an evaluation with the committed criteria and profiles, as a reader finds it. */
class EvaluationPageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void the_page_says_each_caveat_once(String profile) throws IOException {
        assertThat(page("en", "--profile", profile))
                .containsOnlyOnce("A price is doubtful")
                .containsOnlyOnce("opinion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void the_page_has_its_language_navigation_and_a_dark_switch(String language) throws IOException {
        assertThat(page(language, "--profile", "iot-fleet"))
                .contains("<html lang=\"" + language + "\">", "<nav class=\"toc\"", "id=\"theme\"")
                .contains("href=\"#gates\"", "href=\"#evaluation\"", "href=\"#choice\"", "href=\"#sensitivity\"");
    }

    private String page(String language, String... profile) throws IOException {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        Path page = folder.resolve("page.html");
        List<String> arguments = new ArrayList<>(List.of(profile));
        arguments.addAll(List.of("--language", language, "--html", page.toString()));
        assertThat(Evaluate.run(Map.of("TRISKEL_HOME", "../.."), writer, writer, arguments.toArray(String[]::new)))
                .as(out.toString())
                .isZero();
        return Files.readString(page);
    }
}
