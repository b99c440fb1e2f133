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
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of an evaluation with the committed criteria and profiles, as a reader finds it. */
class EvaluationPageTest {
    /** Words that English texts need and French ones do not have. */
    private static final Pattern ENGLISH =
            Pattern.compile("(?i)\\b(the|of|and|with|is|are|was|not|by|for|from|which|that"
                    + "|this|per|undated|copy|copies|read|later|stored|price|rate|month|days|scored|weight|missing|events"
                    + "|provisioned|demand)\\b");

    private static final Pattern WRONG_SPACE =
            Pattern.compile("\\d[ \u00a0]\\d{3}|[^\u202f][;!?]|[^\u00a0] ?[:%»](?=\\s|$)|«[^\u00a0]|\\p{L}'\\p{L}");

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

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void a_page_in_french_has_english_only_in_titles_of_sources(String profile) throws IOException {
        String page = page("fr", "--profile", profile)
                .replaceAll("<cite>.*?</cite>", " ")
                .replaceAll(
                        "data-(?:dark|light|scored|swing|first|mark|leads|none|above|below|never)=\"([^\"]*)\"",
                        "> $1 <");

        assertThat(found(ENGLISH, text(page))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void a_page_in_french_has_the_spaces_of_french(String profile) throws IOException {
        String page = page("fr", "--profile", profile).replaceAll("<cite>.*?</cite>", " ");

        assertThat(found(WRONG_SPACE, text(page))).isEmpty();
    }

    private static String text(String page) {
        return page.replaceAll("(?s)<(script|style)>.*?</\\1>", " ")
                .replaceAll("(?s)<[^>]*>", "\n")
                .replace("&amp;", "&")
                .replace("&#39;", "'")
                .replace("&quot;", "\"");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> text.substring(Math.max(0, found.start() - 30), Math.min(text.length(), found.end() + 20))
                        .replace('\n', '|'))
                .toList();
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
