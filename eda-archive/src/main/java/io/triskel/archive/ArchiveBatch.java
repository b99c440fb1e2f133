package io.triskel.archive;

import io.triskel.archive.ArchiveReader.Read;
import io.triskel.event.Deadline;
import java.util.List;
import java.util.Optional;

/** What is done with records of an archive. */
interface ArchiveBatch {
    /** Does some records in their order, at least one. */
    Done settle(List<Read> records, Deadline deadline);

    /**
     * How far it came.
     *
     * @param records so many from the first on are done
     * @param problem why the next is not, if it is not
     */
    record Done(int records, Optional<String> problem) {}
}
