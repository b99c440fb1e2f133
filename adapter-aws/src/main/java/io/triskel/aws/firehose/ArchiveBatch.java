package io.triskel.aws.firehose;

import io.triskel.aws.firehose.ArchiveReader.Line;
import io.triskel.event.Deadline;
import java.util.List;
import java.util.Optional;

/** What is done with lines of an archive. */
interface ArchiveBatch {
    /** Does some lines in their order, at least one. */
    Done settle(List<Line> lines, Deadline deadline);

    /**
     * How far it came.
     *
     * @param lines so many from the first on are done
     * @param problem why the next is not, if it is not
     */
    record Done(int lines, Optional<String> problem) {}
}
