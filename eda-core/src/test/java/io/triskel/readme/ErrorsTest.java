package io.triskel.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} quotes what the code says. */
class ErrorsTest {
    /** Where a literal of the source continues in the next one. */
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    /** What differs from message to message. */
    private static final String VARIES = "…";

    private static final int TELLING = 4;

    @Test
    void every_message_that_the_document_quotes_stands_in_the_code() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path file : Sources.main().toList()) {
            sources.add(JOINT.matcher(Files.readString(file)).replaceAll("").replace("\\\"", "\""));
        }

        List<String> messages = messages();

        assertThat(messages).hasSizeGreaterThan(60);
        assertThat(messages.stream().filter(message -> sources.stream().noneMatch(source -> says(source, message))))
                .isEmpty();
    }

    private static boolean says(String source, String message) {
        List<String> parts = Stream.of(message.split(VARIES))
                .map(String::strip)
                .filter(part -> part.length() >= TELLING)
                .toList();
        return !parts.isEmpty() && parts.stream().allMatch(source::contains);
    }

    /** {@return the texts in code font with a space, in the first cells of tables: messages, but no commands of a fix} */
    private static List<String> messages() throws IOException {
        return Files.readAllLines(Documents.TOP.resolve("docs/errors.md")).stream()
                .filter(line -> line.startsWith("|"))
                .flatMap(line -> code(line.split("(?<!\\\\)\\|", 3)[1]).stream())
                .filter(text -> text.strip().contains(" "))
                .toList();
    }

    private static List<String> code(String line) {
        String[] parts = line.split("`", -1);
        List<String> code = new ArrayList<>();
        for (int i = 1; i < parts.length; i += 2) {
            code.add(parts[i]);
        }
        return code;
    }
}
