package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.study.print.PageNumbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a study of one chapter, on the screen and as PDF. */
class StudyPageTest {
    private static final String DATE = "- {id: study.date, value: 2026-12-18, basis: counted, source: docs/faq.md}\n";

    @TempDir
    private Path folder;

    private StudyHome home;

    @BeforeEach
    void copy() throws IOException {
        home = new StudyHome(folder).write("study/figures/study.yaml", DATE);
    }

    @Test
    void the_cover_says_for_when_it_is_and_that_nothing_ran_on_a_cloud() throws IOException {
        assertThat(cover("en")).contains("18 December 2026", "Nothing has run on a cloud account");
        assertThat(cover("fr")).contains("18\u00a0décembre\u00a02026", "Rien n’a été exécuté sur un compte cloud");
    }

    private String cover(String language) throws IOException {
        String page = home.written(language, "html");
        return page.substring(page.indexOf("<header"), page.indexOf("</header>"));
    }

    @Test
    void the_margins_of_the_print_have_title_status_and_date_in_the_language() throws IOException {
        assertThat(home.written("fr", "html"))
                .contains("<html lang=\"fr\">")
                .contains("@top-left { content: \"Architecture événementielle sur trois clouds\"; }")
                .contains("@top-right { content: \"Rien n’a été exécuté sur un compte cloud\"; }")
                .contains("@bottom-left { content: \"Triskel · 18\u00a0décembre\u00a02026\"; }");
    }

    @Test
    void the_contents_lead_to_the_chapters() throws IOException {
        assertThat(home.written("fr", "html"))
                .contains("<li class=\"exit\"><a href=\"#sortie\"><span>Sortie</span></a></li>")
                .contains("<h2 id=\"sortie\">Sortie</h2>")
                .contains("<li class=\"annex\"><a href=\"#annexe-des-sources-de-chaque-chiffre\">");
    }

    @Test
    void cells_of_the_first_column_are_headings_of_their_rows() throws IOException {
        assertThat(home.written("fr", "html"))
                .contains("<th scope=\"col\">b</th>", "<td>c</td></tr>", "<th scope=\"row\">");
    }

    @Test
    void a_decision_is_marked() throws IOException {
        assertThat(home.written("fr", "html")).contains("<p class=\"decision\"><strong>Décision.</strong> Partir.</p>");
    }

    @Test
    void without_a_browser_no_pdf_is_written_and_the_exit_code_is_2() {
        StringWriter err = new StringWriter();
        Path pdf = home.path("x.pdf");

        assertThat(Study.run(
                        Map.of("TRISKEL_HOME", folder.toString(), "CHROMIUM", "/none"),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        "--pdf",
                        pdf.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("CHROMIUM names /none, which is not a program.");
        assertThat(pdf).doesNotExist();
    }

    @Test
    @Tag("local-clouds")
    void the_pdf_is_tagged_and_its_chapters_begin_on_pages() throws IOException {
        Path pdf = home.path("pdf/x.pdf");

        assertThat(home.run("--language", "en", "--pdf", pdf.toString()))
                .as(home::errors)
                .isZero();

        byte[] printed = Files.readAllBytes(pdf);
        assertThat(new String(printed, StandardCharsets.ISO_8859_1)).contains("/Marked true", "/Lang (en)");
        assertThat(PageNumbers.of(printed)).containsEntry("exit", 2).containsEntry("annex-sources-of-the-figures", 3);
    }
}
