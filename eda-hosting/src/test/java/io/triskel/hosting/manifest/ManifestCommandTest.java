package io.triskel.hosting.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestCommandTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    private int run(OutputStream output, String... arguments) {
        return run(List.of("orchestration", "choreography"), output, arguments);
    }

    private int run(List<String> styles, OutputStream output, String... arguments) {
        return ManifestCommand.run(
                List.of(arguments),
                styles,
                style -> new Manifest<>("moon", style, new Parameters(), MoonParts.NOTHING),
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(complained, true, StandardCharsets.UTF_8));
    }

    @Test
    void prints_the_manifest_of_orchestration_unless_told_otherwise() {
        assertThat(run(printed)).isZero();

        assertThat(Manifest.read(printed.toString(StandardCharsets.UTF_8), "moon", MoonParts.class)
                        .json())
                .contains("orchestration");
    }

    @Test
    void prints_the_manifest_of_the_style_that_it_is_told() {
        assertThat(run(printed, "--style", "choreography")).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("choreography");
    }

    @Test
    void says_how_it_is_used() {
        assertThat(run(printed, "--help")).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("[--style orchestration|choreography]");
    }

    @Test
    void complains_of_arguments_that_it_does_not_know() {
        assertThat(run(printed, "jazz")).isEqualTo(2);

        assertThat(complained.toString(StandardCharsets.UTF_8)).contains("Cannot read the arguments: jazz", "Usage:");
        assertThat(printed.size()).isZero();
    }

    @Test
    void a_style_that_the_application_has_not_is_named_with_those_that_it_has() {
        assertThat(run(printed, "--style", "jazz")).isEqualTo(2);

        assertThat(complained.toString(StandardCharsets.UTF_8))
                .startsWith("Unknown style 'jazz'; known: orchestration, choreography\n");
    }

    @Test
    void a_style_of_an_application_that_has_none_is_refused() {
        assertThat(run(List.of(), printed, "--style", "jazz")).isEqualTo(2);

        assertThat(complained.toString(StandardCharsets.UTF_8))
                .startsWith("This application has no styles: leave out --style\n");
    }

    @Test
    void fails_if_its_output_cannot_be_written() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int unused) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(run(full)).isEqualTo(1);

        assertThat(complained.toString(StandardCharsets.UTF_8)).contains("Cannot write");
    }
}
