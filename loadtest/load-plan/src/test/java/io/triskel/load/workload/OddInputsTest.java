package io.triskel.load.workload;

import io.triskel.load.Golden;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that people might write, each with the whole message that they get. */
class OddInputsTest {
    private static final Path TABLE = Path.of("src/test/resources/odd-inputs.txt");

    private static final String LEAST = """
        workload: 1
        name: least
        level: bus
        event: {size: 1KiB}
        phases:
          - steady: {rate: 1000/s, for: 60s}
        """;

    private static final Map<String, String> TRACES = Map.of(
            "empty", "",
            "unsorted", "5\n3\n",
            "long", "5\n61000\n",
            "justlong", "5\n60000.000001\n",
            "neg", "-5\n",
            "crlf", "5\r\n6\r\n",
            "blank", "5\n\n6\n",
            "bom", "\uFEFF5\n6\n",
            "d11", "12345678901\n");

    @TempDir
    private Path folder;

    /** Each input is a line: the least workload with a replacement, with something appended, or a whole file. */
    @Test
    void each_is_refused_with_file_line_field_what_stands_there_and_what_is_expected() throws IOException {
        for (Map.Entry<String, String> trace : TRACES.entrySet()) {
            Files.writeString(folder.resolve(trace.getKey() + ".csv"), trace.getValue());
        }
        Files.createDirectory(folder.resolve("folder.csv"));
        String table = Files.readString(TABLE).replace("\r\n", "\n");

        String answered = table.lines()
                .filter(line -> !line.startsWith("  "))
                .map(input -> input + "\n  " + answer(input) + "\n")
                .collect(Collectors.joining());

        Golden.file(TABLE).assertIs(answered);
    }

    private String answer(String input) {
        try {
            Path file = Files.writeString(folder.resolve("odd.yaml"), text(input));
            Workload unused = WorkloadFile.read(file);
            return "accepted";
        } catch (InputException refused) {
            return refused.getMessage().replace(folder.toString() + "/", "");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String text(String input) {
        int space = input.indexOf(' ');
        String rest = input.substring(space + 1).translateEscapes();
        return switch (input.substring(0, space)) {
            case "append" -> LEAST + rest + "\n";
            case "replace" ->
                LEAST.replace(rest.substring(0, rest.indexOf(" => ")), rest.substring(rest.indexOf(" => ") + 4));
            case "whole" -> rest.replace("<LEAST>", LEAST).replace("<BOM>", "\uFEFF");
            default -> throw new IllegalArgumentException(input);
        };
    }
}
