package io.triskel.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page that a reader types: files, each under its name, commands, and what a command prints.
 *
 * @param files by name, in the page's order
 * @param steps the commands that print something, in the page's order
 */
record Guide(Map<String, String> files, List<Step> steps) {
    /** Triskel's folder. */
    static final Path TOP = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("mvnw")))
            .findFirst()
            .orElseThrow();

    private static final Pattern PLUGIN_VERSION =
            Pattern.compile("<artifactId>(maven-\\w+-plugin)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern BLOCK =
            Pattern.compile("(?:^`([^`\\n]+)`:\\n\\n)?^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** A command, what it prints, and the files that the page has shown before it. */
    record Step(String command, String prints, List<String> filesSoFar) {}

    static Guide of(Path page) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        List<Step> steps = new ArrayList<>();
        String command = "";
        for (MatchResult block : BLOCK.matcher(Files.readString(page)).results().toList()) {
            String content = block.group(3);
            switch (block.group(2)) {
                case "sh" -> command = content.strip();
                case "text" -> steps.add(new Step(command, content, List.copyOf(files.keySet())));
                default -> files.put(nameOf(block), content);
            }
        }
        return new Guide(files, steps);
    }

    /** {@return the names and versions of the plugins of Maven itself that a pom asks for} */
    static List<String> pluginVersions(String pom) {
        return PLUGIN_VERSION
                .matcher(pom)
                .results()
                .map(plugin -> plugin.group(1) + " " + plugin.group(2))
                .toList();
    }

    private static String nameOf(MatchResult block) {
        if (block.group(1) == null) {
            throw new IllegalArgumentException("A file stands under its name, this one does not:\n" + block.group(3));
        }
        return block.group(1);
    }

    /** {@return the first thing in a file that this pattern's group matches} */
    String found(String file, Pattern pattern) {
        Matcher matcher = pattern.matcher(files.get(file));
        if (!matcher.find()) {
            throw new IllegalArgumentException(file + " has nothing like " + pattern);
        }
        return matcher.group(1);
    }
}
