package io.triskel.load.study;

import io.triskel.load.cloud.Clouds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder that has what the study is made of, one short chapter in both languages and its figures. */
final class StudyHome {
    static final Path TOP = Path.of("../..");
    static final String ENGLISH = """
        # Exit

        It takes {{exit.days}}, see [faq](faq.md) and `p99`.

        | a | b |
        |---|---|
        | {{exit.days|bare}} | c |

        **Decision.** Leave.
        """;
    static final String FRENCH = """
        # Sortie

        Il faut {{exit.days}}, voir [faq](faq.md) et `p99`.

        | a | b |
        |---|---|
        | {{exit.days|bare}} | c |

        **Décision.** Partir.
        """;
    static final String DAYS = "- {id: exit.days, value: 3, unit: days, basis: counted, source: docs/faq.md}\n";
    private static final List<String> COPIED = List.of(
            "evaluation/criteria.yaml",
            "evaluation/profiles/iot-fleet.yaml",
            "evaluation/profiles/bank-orders.yaml",
            "loadtest/workloads/iot-fleet.yaml",
            "loadtest/workloads/bank-orders.yaml",
            "loadtest/workloads/capacity.yaml",
            "loadtest/workloads/backlog.yaml",
            "study/units.yaml",
            "study/names.txt");

    /** Of Triskel's own study, read once for all tests, because that evaluates every profile. */
    static final StudyData DATA = data(TOP);

    private final Path home;
    private final StringWriter err = new StringWriter();

    StudyHome(Path home) throws IOException {
        this.home = home;
        for (String file : COPIED) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(TOP.resolve(file), home.resolve(file));
        }
        figures(DAYS);
        english(ENGLISH);
        french(FRENCH);
    }

    static StudyData data(Path home) {
        try {
            return StudyData.read(home, Clouds.installed());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    StudyHome english(String text) throws IOException {
        return write("study/en/86-exit.md", text);
    }

    StudyHome french(String text) throws IOException {
        return write("study/fr/86-exit.md", text);
    }

    StudyHome figures(String yaml) throws IOException {
        return write("study/figures/exit.yaml", yaml);
    }

    StudyHome write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
        return this;
    }

    Path path(String file) {
        return home.resolve(file);
    }

    ChapterRules rules() {
        return new ChapterRules(home.resolve("study"));
    }

    /** Runs the command; {@return its exit code} */
    int run(String... arguments) {
        return Study.run(
                Map.of("TRISKEL_HOME", home.toString()),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                arguments);
    }

    /** {@return what the command said of mistakes} */
    String errors() {
        return err.toString();
    }

    /** {@return the document that the command writes} */
    String written(String language, String form) throws IOException {
        Path file = home.resolve("docs/study." + form);
        if (run("--language", language, "--" + form, file.toString()) != 0) {
            throw new AssertionError(errors());
        }
        return Files.readString(file);
    }
}
