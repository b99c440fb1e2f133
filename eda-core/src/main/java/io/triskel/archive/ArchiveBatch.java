package io.triskel.archive;

import io.triskel.archive.ArchiveReader.Read;
import io.triskel.event.Deadline;
import java.util.List;
import java.util.Optional;

/** Publishes or processes records of an archive. */
interface ArchiveBatch {
    /** Settles these records in their order; there is at least one. */
    Done settle(List<Read> records, Deadline deadline);

    /**
     * The progress of a batch.
     *
     * @param records how many leading records are done
     * @param problem why the next record is not done; empty if all are
     */
    record Done(int records, Optional<String> problem) {}
}
