package io.triskel.archive;

import java.io.IOException;
import java.io.InputStream;

/** How an archive's objects are written. A format must hold no more of an object in memory than a stated limit. */
public interface ArchiveFormat {
    /**
     * Begins to read an object.
     *
     * @param content its bytes as they are stored; closed by the caller when no more records are asked for
     * @throws IOException if it cannot be read or is of another format
     */
    ArchivedEvents read(InputStream content) throws IOException;
}
