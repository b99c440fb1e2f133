package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the arguments of commands that other modules carry out. */
class ModuleOptionsTest {
    private final StringWriter err = new StringWriter();

    /** Nothing can be built here: an attempt would be told. */
    @TempDir
    private Path home;

    private int run(String... arguments) {
        Map<String, String> environment =
                Map.of("TRISKEL_HOME", home.toString(), "TRISKEL_OUT", "target/quick", "TRISKEL_NAME", "./triskel");
        return Main.run(environment, Path.of(""), new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "report some --langage fr|./triskel report: unknown option '--langage'; did you mean --language?",
                "report|./triskel report: Missing required parameter: 'DIR'",
                "report some --language tlh|./triskel report: unknown language 'tlh'; known: en, fr",
                "size w.yaml --detail|./triskel size: unknown option '--detail'; did you mean --details?",
                "size|./triskel size: Missing required parameter: 'WORKLOAD.yaml'",
                "size w.yaml --target aws,mars|./triskel size: unknown target 'mars'; known: aws, azure, gcp",
                "size w.yaml --currency CHF|./triskel size: unknown currency 'CHF'; known: USD, EUR",
                "evaluate --profil x|./triskel evaluate: unknown option '--profil'; did you mean --profile?",
                "evaluate x|./triskel evaluate: unknown argument 'x'",
                "evaluate --region moon|./triskel evaluate: unknown region 'moon'; known: us, eu",
                "evaluate --html|./triskel evaluate: Missing required parameter for option '--html'",
                "study --markdow x|./triskel study: unknown option '--markdow'; did you mean --markdown?",
                "study etude.md|./triskel study: unknown argument 'etude.md'",
                "study --language de|./triskel study: unknown language 'de'; known: en, fr",
            })
    void are_answered_before_anything_is_built(String arguments, String answer) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);

        assertThat(err.toString())
                .startsWith(answer)
                .contains("\nTry './triskel ")
                .doesNotContain("build");
        assertThat(home.resolve("target")).doesNotExist();
    }

    @Test
    void the_options_are_those_of_the_modules() throws IOException {
        assertThat(known(ModuleCommand.REPORT)).isEqualTo(written("load-report", "report/ReportCommand.java"));
        assertThat(known(ModuleCommand.size(Clouds.installed().ids())))
                .isEqualTo(written("load-plan", "size/Size.java"));
        assertThat(known(ModuleCommand.EVALUATE)).isEqualTo(written("load-report", "evaluate/Evaluate.java"));
        assertThat(known(ModuleCommand.STUDY)).isEqualTo(written("load-report", "study/Study.java"));
    }

    private static Set<String> known(ModuleOptions options) {
        return new TreeSet<>(Stream.of(options.values(), options.lists(), options.flags())
                .flatMap(List::stream)
                .toList());
    }

    private static Set<String> written(String module, String file) throws IOException {
        Path source = Installation.of(Map.of(), Path.of(""))
                .home()
                .resolve("loadtest/" + module + "/src/main/java/io/triskel/load/" + file);
        return new TreeSet<>(Pattern.compile("names = \"(--[a-z-]+)\"")
                .matcher(Files.readString(source))
                .results()
                .map(match -> match.group(1))
                .toList());
    }
}
