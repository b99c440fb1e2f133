package io.triskel.archive;

import java.util.Optional;

/**
 * The result of one run of an {@link ArchiveReplay}.
 *
 * @param done how many records were replayed or skipped
 * @param broken how many of these records were not events
 * @param position up to which all records are done, where the next run continues
 * @param finished whether the end of every part was reached
 * @param problem why the run or a part ended early, other than limit and deadline; the next run meets it again
 */
public record ArchiveReport(
        int done, int broken, ArchivePosition position, boolean finished, Optional<String> problem) {}
