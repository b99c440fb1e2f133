package io.triskel.testkit;

import io.triskel.codec.SchemaWriter;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Fails a test when the schema of a published event type or a registered state changes, because stored data and other teams'
 * consumers rely on it. One committed file per type, {@code <type>.schema}, has the shape of its JSON; a state's file is
 * {@code <type>.state.schema}.
 *
 * <pre>{@code
 * @Test
 * void published_schemas_do_not_change() {
 *     SchemaGolden.of(OrderTypes.registry(), Path.of("src/test/schemas")).check();
 * }
 * }</pre>
 */
public final class SchemaGolden {
    /** If this system property is {@code true}, {@link #check()} writes the files instead of comparing them. */
    public static final String ACCEPT = "triskel.golden.accept";

    private static final String END = ".schema";
    private static final String STATE = ".state";

    private final TypeRegistry types;
    private final Path directory;

    private SchemaGolden(TypeRegistry types, Path directory) {
        this.types = types;
        this.directory = directory;
    }

    /** {@return the golden files of these types in this directory} */
    public static SchemaGolden of(TypeRegistry types, Path directory) {
        return new SchemaGolden(types, directory);
    }

    /**
     * Compares, or writes if {@link #ACCEPT} is set.
     *
     * @throws AssertionError if a schema changed or is new, or a published type can no longer be read; the message names
     *     all of them and the fix
     */
    public void check() {
        if (Boolean.getBoolean(ACCEPT)) {
            accept();
        } else {
            compare();
        }
    }

    /** Writes the file of every registered type; other files stay. */
    public void accept() {
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> schema : schemas().entrySet()) {
                Files.writeString(directory.resolve(schema.getKey()), schema.getValue());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write golden files to " + directory, failed);
        }
    }

    private void compare() {
        Map<String, String> published = published();
        List<String> problems = new ArrayList<>();
        schemas().forEach((file, schema) -> {
            String before = published.get(file);
            if (before == null) {
                problems.add(file + " is missing: the type is new. It is now:\n" + schema);
            } else if (!before.equals(schema)) {
                problems.add(file + " differs. Published is:\n" + before + "and it is now:\n" + schema);
            }
        });
        published.keySet().stream()
                .filter(file -> !isReadable(file))
                .forEach(file ->
                        problems.add(file + " is published, but its type no longer has a class or an upcaster"));
        if (!problems.isEmpty()) {
            throw new AssertionError("Published schemas in " + directory + " changed:\n\n"
                    + String.join("\n", problems)
                    + "\n\nStored data and other consumers rely on what is published: register a new version with an"
                    + " upcaster from the old one instead. If it was not published yet, or is new, accept it: run the test"
                    + " with -D" + ACCEPT
                    + "=true and commit the files (of a type given up for good, delete its file).");
        }
    }

    private Map<String, String> schemas() {
        Map<String, String> schemas = new TreeMap<>();
        for (EventType type : types.types()) {
            schemas.put(
                    file(type), SchemaWriter.outline(types.registeredClass(type).orElseThrow()));
        }
        types.states().forEach((type, state) -> schemas.put(stateFile(type), SchemaWriter.outline(state)));
        return schemas;
    }

    private boolean isReadable(String file) {
        return Stream.of(types.types(), types.upcastTypes())
                        .flatMap(Set::stream)
                        .anyMatch(type -> file(type).equals(file))
                || Stream.of(types.states().keySet(), types.upcastStates())
                        .flatMap(Set::stream)
                        .anyMatch(type -> stateFile(type).equals(file));
    }

    private static String stateFile(EventType type) {
        return URLEncoder.encode(type.wire(), StandardCharsets.UTF_8) + STATE + END;
    }

    private static String file(EventType type) {
        return URLEncoder.encode(type.wire(), StandardCharsets.UTF_8) + END;
    }

    private Map<String, String> published() {
        if (!Files.isDirectory(directory)) {
            return Map.of();
        }
        Map<String, String> published = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(END)).toList()) {
                published.put(
                        String.valueOf(file.getFileName()),
                        Files.readString(file).replace("\r\n", "\n"));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read golden files of " + directory, failed);
        }
        return published;
    }
}
