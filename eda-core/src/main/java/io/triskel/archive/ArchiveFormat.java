package io.triskel.archive;

import java.io.IOException;
import java.io.InputStream;

/** Reads the format of an archive's objects. A format must keep a stated limit of memory per object. */
public interface ArchiveFormat {
    /**
     * Begins to read an object.
     *
     * @param content the object's bytes as stored; the caller closes it after the last record
     * @throws IOException if the object cannot be read or has another format
     */
    ArchivedEvents read(InputStream content) throws IOException;
}
