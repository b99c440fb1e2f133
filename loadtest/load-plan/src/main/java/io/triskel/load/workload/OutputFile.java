package io.triskel.load.workload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes a file that the user named, with its folder, or says why it cannot: a full disk, a file where a folder is needed. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Writes it.
     *
     * @param wayOut the fix if it cannot be written, as a sentence
     * @throws IOException whose message says which file cannot be written, why, and what to do
     */
    public static void write(Path file, String text, String wayOut) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8), wayOut);
    }

    /** Writes bytes, as {@link #write(Path, String, String)} writes text. */
    public static void write(Path file, byte[] content, String wayOut) throws IOException {
        try {
            Path folder = file.toAbsolutePath().getParent();
            // A link to a folder counts as a folder.
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            Files.write(file, content);
        } catch (IOException failed) {
            throw new IOException("Cannot write " + file + " (" + why(failed) + "). " + wayOut, failed);
        }
    }

    /** {@return why a file could not be written, in words: no space left on device, permission denied} */
    public static String why(IOException failed) {
        if (failed instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (failed instanceof FileAlreadyExistsException file) {
            return file.getFile() + " is a file, not a folder";
        }
        if (failed instanceof NoSuchFileException missing) {
            return "no such file or folder: " + missing.getFile();
        }
        String reason = failed instanceof FileSystemException system ? system.getReason() : failed.getMessage();
        return reason == null ? failed.toString() : reason;
    }
}
