package io.triskel.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Where an archive's objects are: in a bucket or a container, or in a folder that stands for one. */
public interface ArchiveObjects {
    /**
     * One page of names, sorted as their UTF-8 bytes are.
     *
     * @param prefix the beginning of all names of the page; empty for all objects
     * @param after the name that all names of the page come after; there need not be an object of this name
     * @param limit most names, 1 to 1,000
     * @return fewer than {@code limit} only if no more follow
     * @throws IOException if the objects cannot be listed
     */
    List<String> list(String prefix, Optional<String> after, int limit) throws IOException;

    /**
     * Opens an object as it is stored, compressed or not.
     *
     * @throws java.io.FileNotFoundException if there is no object of that name (any more)
     * @throws IOException if the object cannot be opened
     */
    InputStream open(String object) throws IOException;
}
