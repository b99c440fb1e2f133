package io.triskel.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An archive of events: its objects, their format and their order. It has one or more parts; a part grows only after its
 * last object, and all events of one key are in one part.
 */
public final class Archive {
    /** Appended to a prefix, it sorts after all names with that prefix. */
    private static final String LAST = "\uDBFF\uDFFF";

    private final ArchiveObjects objects;
    private final String prefix;
    private final ArchiveFormat format;
    private final boolean inFolders;

    private Archive(ArchiveObjects objects, String prefix, ArchiveFormat format, boolean inFolders) {
        this.objects = objects;
        this.prefix = prefix;
        this.format = format;
        this.inFolders = inFolders;
    }

    /**
     * {@return an archive of one part, whose objects' names sort by time}
     *
     * @param prefix of its objects' names; error output must not have this prefix
     */
    public static Archive of(ArchiveObjects objects, String prefix, ArchiveFormat format) {
        return new Archive(objects, prefix, format, false);
    }

    /**
     * {@return an archive whose parts are folders: names sort by time within a folder, but not across folders} Folders may
     * be added; objects outside folders are not read.
     *
     * @param prefix of the folders' names, such as {@code archive/orders/} if the objects are
     *     {@code archive/orders/1/2026/...}; the text between the prefix and the next {@code /} names a folder
     */
    public static Archive inFolders(ArchiveObjects objects, String prefix, ArchiveFormat format) {
        return new Archive(objects, prefix, format, true);
    }

    ArchiveObjects objects() {
        return objects;
    }

    ArchiveFormat format() {
        return format;
    }

    /** The part of an object, as the prefix of all its names; empty for an object outside folders. */
    String partOf(String object) {
        return inFolders ? object.substring(0, object.indexOf('/', prefix.length()) + 1) : prefix;
    }

    /** The part after the given one; the first part if none is given. */
    Optional<String> part(Optional<String> behind) throws IOException {
        if (!inFolders) {
            return behind.isEmpty() ? Optional.of(prefix) : Optional.empty();
        }
        Optional<String> after = behind.map(part -> part + LAST);
        while (true) {
            List<String> next = objects.list(prefix, after, 1);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            String part = partOf(next.get(0));
            if (!part.isEmpty()) {
                return Optional.of(part);
            }
            after = Optional.of(next.get(0));
        }
    }
}
