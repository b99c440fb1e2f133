package io.triskel.cli;

import io.triskel.load.workload.OutputFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of variables as {@code ./triskel up} and the deployment scripts print them: lines {@code export NAME=value}. */
final class EnvironmentFile {
    private static final String EXPORT = "export ";

    private EnvironmentFile() {}

    /** {@return the variables of a file; blank lines and comments are passed over} */
    static Map<String, String> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            String why = unreadable instanceof CharacterCodingException
                    ? "not UTF-8"
                    : unreadable instanceof NoSuchFileException ? "no such file or folder" : OutputFile.why(unreadable);
            throw new Failure("cannot read the variables in " + file + ": " + why, unreadable);
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String plain = line.startsWith(EXPORT) ? line.substring(EXPORT.length()) : line;
                int equals = plain.indexOf('=');
                if (equals < 1 || !plain.substring(0, equals).matches("\\w+")) {
                    throw new Failure(file + ", line " + (i + 1) + ": expected NAME=value, not '" + line + "'");
                }
                variables.put(plain.substring(0, equals), unquoted(plain.substring(equals + 1)));
            }
        }
        return variables;
    }

    /** Undoes {@link UpCommand#word}, and double quotes. */
    private static String unquoted(String word) {
        if (word.length() >= 2 && word.startsWith("'") && word.endsWith("'")) {
            return word.substring(1, word.length() - 1).replace("'\\''", "'");
        }
        boolean quoted = word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"");
        return quoted ? word.substring(1, word.length() - 1) : word;
    }
}
