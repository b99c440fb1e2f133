package io.triskel.archive;

import java.io.IOException;
import java.io.InputStream;

/** How an archive's objects are written. A format must hold no more of an object in memory than a stated limit. */
public interface ArchiveFormat {
    /**
     * Begins to read an object.
     *
     * @param content the object's bytes as stored; the caller closes it when it asks for no more records
     * @throws IOException if the object cannot be read or is of another format
     */
    ArchivedEvents read(InputStream content) throws IOException;
}
