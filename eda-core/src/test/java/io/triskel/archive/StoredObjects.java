package io.triskel.archive;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Objects in memory, which may fail to be listed, and count what is asked of them. */
final class StoredObjects implements ArchiveObjects {
    private final TreeMap<String, byte[]> objects = new TreeMap<>(ArchivePlace.BY_NAME);
    private final List<String> opened = new ArrayList<>();
    private int listed;
    private Optional<String> failure = Optional.empty();

    void put(String object, byte[] content) {
        objects.put(object, content);
    }

    /** The objects that were opened, as often as they were. */
    List<String> opened() {
        return opened;
    }

    /** How many pages of names were listed. */
    int listed() {
        return listed;
    }

    void fail(String why) {
        failure = Optional.of(why);
    }

    @Override
    public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
        listed++;
        return objects.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .filter(name -> after.isEmpty() || ArchivePlace.BY_NAME.compare(name, after.get()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public InputStream open(String object) throws IOException {
        opened.add(object);
        byte[] content = objects.get(object);
        if (content == null) {
            throw new FileNotFoundException("No object '" + object + "'");
        }
        return new ByteArrayInputStream(content);
    }
}
