package io.triskel.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Lists and opens an archive's objects, in a bucket, container or folder. */
public interface ArchiveObjects {
    /**
     * Lists one page of names, sorted by their UTF-8 bytes.
     *
     * @param prefix the beginning of all names of the page; empty for all objects
     * @param after the name after which the page begins; it need not exist
     * @param limit the most names, 1 to 1,000
     * @return fewer than {@code limit} only if no more follow
     * @throws IOException if the objects cannot be listed
     */
    List<String> list(String prefix, Optional<String> after, int limit) throws IOException;

    /**
     * Opens an object as stored, compressed or not.
     *
     * @throws java.io.FileNotFoundException if the object does not exist (any more)
     * @throws IOException if the object cannot be opened
     */
    InputStream open(String object) throws IOException;
}
