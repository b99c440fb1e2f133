package io.triskel.archive;

import java.util.Optional;

/**
 * What one run of an {@link ArchiveReplay} came to.
 *
 * @param done how many records were replayed or passed over
 * @param broken how many of them were no events
 * @param position all up to here is done; where the next run goes on
 * @param finished whether the end of the archive was reached, in each of its parts
 * @param problem for people: what ended the run early or is left over, if not by a bound; the next run meets it again
 */
public record ArchiveReport(
        int done, int broken, ArchivePosition position, boolean finished, Optional<String> problem) {}
