package io.triskel.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An archive: its objects, how they are written, and which of them follow each other. It has one part or several; a part
 * grows only behind its last object, and events of one key are in one part.
 */
public final class Archive {
    /** Behind all names that begin with the same characters. */
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
     * {@return an archive of one part: names grow with time}
     *
     * @param prefix of the names of the objects that belong to it, error output not among them
     */
    public static Archive of(ArchiveObjects objects, String prefix, ArchiveFormat format) {
        return new Archive(objects, prefix, format, false);
    }

    /**
     * {@return an archive whose parts are folders: names grow with time in each of them, but not across them} Folders may be
     * added; what lies beside them is not read.
     *
     * @param prefix of the names of the folders, such as {@code archive/orders/} if its objects are
     *     {@code archive/orders/1/2026/...}; all that is between the prefix and the next {@code /} names a folder
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

    /** The part that an object is in, by what all names in it begin with. */
    String partOf(String object) {
        return inFolders ? object.substring(0, object.indexOf('/', prefix.length()) + 1) : prefix;
    }

    /** The part behind another one, or the first. */
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
