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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file of variables as {@code ./triskel up} and the deployment scripts print them: lines {@code export NAME=value}. */
final class EnvironmentFile {
    private static final String EXPORT = "export ";

    private EnvironmentFile() {}

    /**
     * {@return the variables of a file, if one is named, which say where a pipeline is in addition to the environment}
     *
     * <p>Every cloud's variables of the stores begin alike; without one, a process would be built and started in vain.
     *
     * @throws Failure if neither says where
     */
    static Map<String, String> ofPipeline(@Nullable Path env, Map<String, String> environment, String cloud) {
        Map<String, String> variables = env == null ? Map.of() : read(env);
        if (Stream.of(environment, variables)
                .flatMap(each -> each.keySet().stream())
                .noneMatch(name -> name.startsWith("TRISKEL_APP_"))) {
            String file = cloud + ".env";
            throw new Failure((env == null ? "the environment" : env)
                    + " does not say where the pipeline is: no variable begins with TRISKEL_APP_. Run './triskel up "
                    + cloud
                    + " >" + file + "' in another shell and add --env " + file
                    + " here; for a deployed pipeline, --env names the file that its deployment wrote");
        }
        return variables;
    }

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
