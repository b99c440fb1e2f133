package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slides of the meeting; {@code ChaptersTest} compares the languages of ours. */
class SlidesTest {
    @TempDir
    private Path folder;

    @Test
    void each_slide_fills_a_screen_and_has_its_number_and_no_link_to_an_annex() throws IOException {
        String page = slides("# Un\n\nIl faut {{exit.days}}.\n\n---\n\n# Deux\n\n{{chart path}}\n");

        assertThat(page.split("<section class=\"slide\">", -1)).hasSize(3);
        assertThat(page)
                .contains(
                        "<h2 id=\"un\">Un</h2>",
                        "<span>3\u00a0jours</span>",
                        ">1 / 2<",
                        "<h2 id=\"deux\">Deux</h2>",
                        ">2 / 2<")
                .contains("<figure ", "default-src &#39;none&#39;")
                .doesNotContain("href=", "<script");
    }

    @Test
    void an_unknown_figure_is_told_with_its_line() throws IOException {
        StudyHome home = home("# Un\n\n---\n\n{{exit.dais}}\n");

        assertThat(home.run("--slides", home.path("x.html").toString())).isEqualTo(2);
        assertThat(home.errors()).contains("slides.md:5: unknown figure 'exit.dais'; near it: exit.days.");
        assertThat(home.path("x.html")).doesNotExist();
    }

    @Test
    void ours_are_ten_in_both_languages() throws IOException {
        for (String language : new String[] {"en", "fr"}) {
            assertThat(Files.readString(StudyHome.TOP.resolve("study/" + language + "/slides.md"))
                            .split("(?m)^---$", -1))
                    .as(language)
                    .hasSize(10);
        }
    }

    private StudyHome home(String slides) throws IOException {
        return new StudyHome(folder).write("study/fr/slides.md", slides).write("study/en/slides.md", slides);
    }

    private String slides(String text) throws IOException {
        StudyHome home = home(text);
        Path file = home.path("slides.html");
        assertThat(home.run("--slides", file.toString())).as(home::errors).isZero();
        return Files.readString(file);
    }
}
