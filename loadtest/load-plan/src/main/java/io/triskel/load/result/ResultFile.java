package io.triskel.load.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Reads and writes result files of schema 1; a member that is wrong, or that no run can have, is an error that names file and member. */
public final class ResultFile {
    /** The advice for a file of another version. */
    private static final String AGAIN = "Use the version of Triskel that made the run, or run the load again.";

    private ResultFile() {}

    /** {@return the result in a file} */
    public static RunFile read(Path file) {
        RunFile run = read(file, RunFile.SCHEMA, AGAIN, RunFile.class);
        Plausible.check(file, run);
        return run;
    }

    /** {@return why there is no result} */
    public static FailedTarget readFailure(Path file) {
        return read(file, RunFile.SCHEMA, AGAIN, FailedTarget.class);
    }

    /**
     * {@return the record in a file that says its schema}
     *
     * @param schema the only version that is read
     * @param again what to do about another one
     */
    public static <T> T read(Path file, int schema, String again, Class<T> type) {
        return ResultJson.read(file, open(file, schema, again), type);
    }

    private static ObjectNode open(Path file, int schema, String again) {
        JsonNode root;
        try {
            root = ResultJson.tree(Files.readAllBytes(file));
        } catch (JacksonException broken) {
            throw new ResultException(
                    file + " is not JSON: " + broken.getOriginalMessage()
                            + ". It may be truncated, for instance by a full disk. Remove it, or run the load again.",
                    broken);
        } catch (IOException unreadable) {
            throw new ResultException("Cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
        if (!(root instanceof ObjectNode object)) {
            throw new ResultException(file + " is not a result: expected a JSON object with the field 'schema'");
        }
        JsonNode found = object.path("schema");
        if (!found.isInt() || found.intValue() != schema) {
            throw new ResultException(file + " has schema " + (found.isMissingNode() ? "none" : found)
                    + "; this version reads schema " + schema + ". " + again);
        }
        Plausible.finite(file, object);
        return object;
    }

    /** Creates the folder and checks that a file can be written there, before a long run whose result would be lost. */
    public static void check(Path file) throws IOException {
        Files.createDirectories(folder(file));
        Files.delete(Files.write(part(file), new byte[1]));
    }

    /** Writes a record, whole or not at all. */
    public static void write(Object written, Path file) throws IOException {
        write(written, file, part(file));
    }

    private static void write(Object written, Path file, Path part) throws IOException {
        Files.createDirectories(folder(file));
        Files.write(part, ResultJson.bytes(written));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes why a target has no result, whole or not at all, into the folder of its results. */
    public static void writeFailure(FailedTarget failure, Path folder) throws IOException {
        Path file = folder.resolve(FailedTarget.FILE);
        // The command and its workers may write at the same time.
        write(
                failure,
                file,
                part(folder.resolve(
                        FailedTarget.FILE + "." + ProcessHandle.current().pid())));
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || file.getFileName().toString().isEmpty()) {
            throw new FileNotFoundException("not a file name");
        }
        return folder;
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
