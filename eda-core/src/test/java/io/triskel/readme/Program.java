package io.triskel.readme;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * A program as a document shows it: a block of Java, and the block of text after it with what the program prints.
 *
 * @param name of its class
 * @param source as shown
 * @param prints as shown
 */
record Program(String name, String source, String prints) {
    private static final Pattern SHOWN = Pattern.compile("```java\\n(.*?)```\\s*```text\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?(io\\.triskel\\.[a-z.]+\\.[A-Z]\\w*)");

    /** All programs of a document, in its order. */
    static List<Program> of(Path document) throws IOException {
        return SHOWN.matcher(Files.readString(document))
                .results()
                .map(Program::of)
                .toList();
    }

    private static Program of(MatchResult shown) {
        Matcher name = CLASS.matcher(shown.group(1));
        if (!name.find()) {
            throw new IllegalArgumentException("A program begins with a public class:\n" + shown.group(1));
        }
        return new Program(name.group(1), shown.group(1), shown.group(2));
    }

    /** The lines that somebody has to write: without imports, blanks, lone braces and records of one line. */
    List<String> lines() {
        return source.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.matches("[{}();]+"))
                .filter(line -> !line.matches("record .*\\) \\{}"))
                .toList();
    }

    /** The types of Triskel that it names. */
    Set<String> types() {
        return IMPORT.matcher(source).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** Compiles it in an empty folder, runs it, and answers what it has printed. */
    String run(Path folder) throws IOException, ReflectiveOperationException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, problems, problems, "-parameters", "-proc:none", "-d", folder.toString(), file.toString());
        if (failed != 0) {
            throw new IllegalStateException(problems.toString(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            classes.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
