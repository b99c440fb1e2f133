package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What the documents show as programs compiles, runs and prints what they say; and the first ones are short. */
class FirstProgramsTest {
    @TempDir
    private Path folder;

    @TestFactory
    @ResourceLock(Resources.SYSTEM_OUT)
    List<DynamicTest> every_program_prints_what_the_block_below_it_says() throws IOException {
        return Stream.of("README.md", "docs/first-programs.md", "docs/examples.md")
                .flatMap(document -> programsOf(Documents.TOP.resolve(document)).stream())
                .map(program -> DynamicTest.dynamicTest(
                        program.name(),
                        () -> assertThat(program.run(folder)).isEqualToNormalizingNewlines(program.prints())))
                .toList();
    }

    @Test
    void the_first_programs_take_few_lines_and_few_types() throws IOException {
        List<Program> programs = Program.of(Documents.TOP.resolve("docs/first-programs.md"));

        assertThat(programs)
                .extracting(Program::name)
                .containsExactly("Shipping", "Accounts", "Fulfilling", "Products");
        requireAtMost(programs.get(0), 18, 12);
        requireAtMost(programs.get(1), 30, 15);
        requireAtMost(programs.get(2), 40, 18);
        requireAtMost(programs.get(3), 15, 10);
    }

    @Test
    void an_example_is_short_enough_to_read_in_one_sitting() throws IOException {
        List<Program> programs = Program.of(Documents.TOP.resolve("docs/examples.md"));

        assertThat(programs)
                .extracting(Program::name)
                .containsExactly("WaitingList", "PaymentWebhook", "SharedCustomers", "NightlyRebuild");
        assertThat(programs).allMatch(program -> program.lines().size() <= 90);
    }

    @Test
    void the_readme_shows_one_short_program_on_its_first_screen() throws IOException {
        Path readme = Documents.TOP.resolve("README.md");

        List<Program> programs = Program.of(readme);

        assertThat(programs).extracting(Program::name).containsExactly("Shipping");
        requireAtMost(programs.get(0), 18, 12);
        assertThat(Files.readAllLines(readme).indexOf("```java")).isBetween(0, 38);
    }

    private static void requireAtMost(Program program, int lines, int types) {
        assertThat(program.lines()).as(program.name()).hasSizeLessThanOrEqualTo(lines);
        assertThat(program.types()).as(program.name()).hasSizeLessThanOrEqualTo(types);
    }

    private static List<Program> programsOf(Path document) {
        try {
            return Program.of(document);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
