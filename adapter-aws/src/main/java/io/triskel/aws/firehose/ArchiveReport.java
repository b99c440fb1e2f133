package io.triskel.aws.firehose;

import java.util.Optional;

/**
 * What one run of an {@link ArchiveReplay} came to.
 *
 * @param done how many lines were replayed or passed over
 * @param broken how many of them were no events
 * @param position all up to here is done; where the next run goes on
 * @param finished whether the end of the archive was reached
 * @param problem for people: what ended the run early, if not a bound; the next run meets it again
 */
public record ArchiveReport(
        int done, int broken, Optional<ArchivePosition> position, boolean finished, Optional<String> problem) {}
