package io.triskel.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of environment variables in the Javadoc of settings classes, as rows of a Markdown table. */
final class SettingsTable {
    private static final Pattern ROW =
            Pattern.compile("<tr>\\s*<td>(.*?)</td>\\s*<td>(.*?)</td>\\s*<td>(.*?)</td>\\s*</tr>");

    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

    private SettingsTable() {}

    /** {@return the rows of these files' tables: name, default, meaning} */
    static String of(List<Path> sources) {
        return sources.stream().flatMap(SettingsTable::rows).collect(Collectors.joining("\n"));
    }

    private static Stream<String> rows(Path source) {
        try {
            // Javadoc breaks lines anywhere, also within a tag.
            String text = Files.readString(source).replaceAll("\\R \\* ?", " ");
            return ROW.matcher(text)
                    .results()
                    .map(row ->
                            "| %s | %s | %s |".formatted(cell(row.group(1)), cell(row.group(3)), cell(row.group(2))))
                    .map(row -> row.replace("|  |", "| |"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String cell(String html) {
        return TAG.matcher(html)
                .replaceAll(tag -> Matcher.quoteReplacement("`" + tag.group(1).strip() + "`"))
                .replaceAll("\\s+", " ");
    }
}
