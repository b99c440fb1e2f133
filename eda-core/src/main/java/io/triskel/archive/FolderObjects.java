package io.triskel.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An archive's objects in a folder, written by a local cloud or copied from a bucket. An object's name is its path below
 * the folder, with {@code /} as separator. Each page of names walks the whole folder.
 */
public final class FolderObjects implements ArchiveObjects {
    private final Path folder;

    /** Uses this folder like a bucket; nothing is read yet. */
    public FolderObjects(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(this::name)
                    .filter(name -> name.startsWith(prefix))
                    .filter(name -> after.isEmpty() || ArchivePlace.BY_NAME.compare(name, after.get()) > 0)
                    .sorted(ArchivePlace.BY_NAME)
                    .limit(limit)
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException("Cannot list " + folder, e);
        }
    }

    @Override
    public InputStream open(String object) throws IOException {
        Path file = folder.resolve(object).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            throw new FileNotFoundException("No object '" + object + "' in " + folder);
        }
        return Files.newInputStream(file);
    }

    private String name(Path file) {
        return StreamSupport.stream(folder.relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }
}
