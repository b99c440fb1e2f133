package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.french.Proofreader;
import io.triskel.load.report.french.Prose;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The chapters of the study say the same in both languages, and have no figure that is not data. */
class ChaptersTest {
    private static final Path TOP = StudyHome.TOP;

    private final ChapterRules chapters = new ChapterRules(TOP.resolve("study"));

    @Test
    void both_languages_have_the_same_headings_tables_figures_and_decisions() throws IOException {
        assertThat(chapters.differences()).isEmpty();
    }

    @Test
    void no_text_has_a_digit_outside_of_placeholders_code_and_the_listed_names() throws IOException {
        assertThat(chapters.digits())
                .as("make a figure of it, or list its name in study/names.txt")
                .isEmpty();
    }

    @Test
    void the_chapters_that_ask_the_board_end_with_one_decision() throws IOException {
        assertThat(chapters.undecided()).isEmpty();
    }

    @Test
    void every_link_leads_to_a_document_or_to_a_heading_of_the_study() throws IOException {
        assertThat(chapters.broken(TOP.resolve("docs"))).isEmpty();
    }

    @Test
    void the_document_is_in_french_to_its_annex(@TempDir Path folder) {
        Path page = folder.resolve("page.html");
        Path markdown = folder.resolve("page.md");
        PrintWriter said = new PrintWriter(new StringWriter());

        Study.run(
                Map.of("TRISKEL_HOME", TOP.toString()),
                said,
                said,
                "--language=fr",
                "--html=" + page,
                "--markdown=" + markdown);

        assertThat(page)
                .content()
                .satisfies(text ->
                        assertThat(Proofreader.findings(Prose.ofHtml(text))).isEmpty());
        assertThat(markdown)
                .content()
                .satisfies(text ->
                        assertThat(Proofreader.findings(Prose.ofMarkdown(text))).isEmpty());
    }

    @Test
    void every_declared_figure_is_used() throws IOException {
        assertThat(unused(StudyHome.DATA, TOP))
                .as("delete them from study/figures/, or use them")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_committed_study_is_what_the_command_writes(Language language) throws IOException {
        Path committed = TOP.resolve(language == Language.ENGLISH ? "docs/study.md" : "docs/fr/etude.md");
        StudyDocument study = study(StudyHome.DATA, TOP, language);
        String written = study.markdown(Links.evidence(committed, TOP));

        if (Boolean.getBoolean("triskel.golden.accept")) {
            Files.writeString(committed, written);
        } else {
            assertThat(Files.readString(committed).replace("\r\n", "\n"))
                    .as("run with -Dtriskel.golden.accept=true to write " + committed + " anew")
                    .isEqualTo(written);
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void no_chapter_has_html_or_an_image(Language language) throws IOException {
        StudyDocument study = study(StudyHome.DATA, TOP, language);

        assertThatCode(() -> StudyPage.of(study, Clouds.installed(), "", Map.of()))
                .doesNotThrowAnyException();
    }

    private static StudyDocument study(StudyData data, Path home, Language language) throws IOException {
        return StudyDocument.of(
                data,
                Chapter.read(home.resolve("study"), language),
                Words.in(language, Clouds.installed()),
                Blocks.all());
    }

    /** {@return declared figures that no chapter shows and no other figure is computed from} */
    private static Set<String> unused(StudyData data, Path home) throws IOException {
        Set<String> unused = new TreeSet<>();
        data.figures().declared().forEach(one -> unused.add(one.figure().id()));
        for (Language language : Language.values()) {
            StudyDocument document = study(data, home, language);
            Path slides = home.resolve("study/" + language.code() + "/slides.md");
            if (Files.exists(slides)) {
                document.filling().mark(Chapter.read(slides));
            }
            document.filling().used().forEach(figure -> unused.remove(figure.id()));
        }
        Pattern id = Pattern.compile("[a-z][a-z0-9]*(?:[.-][a-z0-9]+)+");
        data.figures().declared().stream()
                .flatMap(one -> one.of().stream())
                .flatMap(of -> id.matcher(of).results())
                .forEach(used -> unused.remove(used.group()));
        return unused;
    }

    @Nested
    class A_broken_copy_is_noticed {
        @TempDir
        private Path home;

        private ChapterRules copy(String english, String french) throws IOException {
            return new StudyHome(home).english(english).french(french).rules();
        }

        @Test
        void a_whole_one_keeps_all_rules() throws IOException {
            ChapterRules copy = copy(StudyHome.ENGLISH, StudyHome.FRENCH);

            assertThat(Stream.of(copy.differences(), copy.digits(), copy.undecided(), copy.broken(TOP.resolve("docs")))
                            .flatMap(List::stream))
                    .isEmpty();
            assertThat(unused(StudyHome.data(home), home)).isEmpty();
        }

        @Test
        void a_missing_file() throws IOException {
            ChapterRules copy = copy(StudyHome.ENGLISH, StudyHome.FRENCH);
            Files.delete(home.resolve("study/fr/86-exit.md"));

            assertThat(copy.differences()).singleElement().asString().contains("files differ", "86-exit.md");
        }

        @Test
        void another_level_of_a_heading() throws IOException {
            assertThat(copy(StudyHome.ENGLISH, StudyHome.FRENCH.replace("# Sortie", "## Sortie"))
                            .differences())
                    .singleElement()
                    .asString()
                    .contains("levels of headings");
        }

        @Test
        void a_table_with_a_row_more() throws IOException {
            assertThat(copy(StudyHome.ENGLISH, StudyHome.FRENCH.replace("| c |\n", "| c |\n| d | e |\n"))
                            .differences())
                    .singleElement()
                    .asString()
                    .contains("tables differ");
        }

        @Test
        void a_figure_in_one_language_only() throws IOException {
            assertThat(copy(StudyHome.ENGLISH, StudyHome.FRENCH.replace("{{exit.days}}", "trois jours"))
                            .differences())
                    .singleElement()
                    .asString()
                    .contains("placeholders of sections differ");
        }

        @Test
        void a_decision_in_one_language_only() throws IOException {
            ChapterRules copy = copy(StudyHome.ENGLISH, StudyHome.FRENCH.replace("**Décision.**", "**Avis.**"));

            assertThat(copy.differences()).singleElement().asString().contains("decisions differ");
            assertThat(copy.undecided()).containsExactly("fr/86-exit.md does not end with a decision");
        }

        @Test
        void a_text_after_the_decision() throws IOException {
            assertThat(copy(StudyHome.ENGLISH + "\nMore.\n", StudyHome.FRENCH).undecided())
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one).startsWith("en/86-exit.md"));
        }

        @Test
        void a_digit_in_the_text() throws IOException {
            assertThat(copy(StudyHome.ENGLISH.replace("see", "or 4 days, see"), StudyHome.FRENCH)
                            .digits())
                    .singleElement()
                    .asString()
                    .startsWith("en/86-exit.md: It takes");
        }

        @Test
        void a_link_that_leads_nowhere() throws IOException {
            assertThat(copy(StudyHome.ENGLISH, StudyHome.FRENCH.replace("faq.md", "foire.md"))
                            .broken(TOP.resolve("docs")))
                    .containsExactly("fr/86-exit.md: foire.md");
            assertThat(new ChapterRules(home.resolve("study")).broken(home)).hasSize(2);
        }

        @Test
        void a_link_to_a_heading_of_the_other_language() throws IOException {
            assertThat(copy(StudyHome.ENGLISH, StudyHome.FRENCH.replace("faq.md", "#exit"))
                            .broken(TOP.resolve("docs")))
                    .containsExactly("fr/86-exit.md: #exit");
        }

        @Test
        void a_figure_that_nothing_uses() throws IOException {
            new StudyHome(home).figures(StudyHome.DAYS + StudyHome.DAYS.replace("exit.days", "exit.weeks"));

            assertThat(unused(StudyHome.data(home), home)).containsExactly("exit.weeks");
        }
    }
}
