package io.triskel.archive;

import java.util.Optional;

/**
 * The result of one run of an {@link ArchiveReplay}.
 *
 * @param done how many records were replayed or passed over
 * @param broken how many of these records were no events
 * @param position the place up to which all records are done, where the next run goes on
 * @param finished whether the end of the archive was reached, in each of its parts
 * @param problem for people: what ended the run or a part early, other than limit and deadline; the next run meets it again
 */
public record ArchiveReport(
        int done, int broken, ArchivePosition position, boolean finished, Optional<String> problem) {}
