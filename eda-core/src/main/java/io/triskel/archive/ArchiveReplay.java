package io.triskel.archive;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.publish.EventPublisher;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Replays an archive into a publisher or a consumer, such as a projection's rebuild: part by part, object by object by
 * name, record by record. A run has a limit and a deadline and reports a position. The next run continues from there, in
 * any process, and may repeat events after that position: they keep their ids.
 *
 * <p>A key's events are replayed in archived order, which is the published order as far as the archive's writer kept it.
 * Projections and replicas work with any order, because they compare revisions. An object that cannot be read ends only its
 * own part of the run: other parts continue, and the report names the object.
 */
public final class ArchiveReplay {
    private final Archive archive;
    private final EventCodec codec;
    private final InstantSource clock;

    /**
     * Makes a replay.
     *
     * @param clock the deadlines' clock
     */
    public ArchiveReplay(Archive archive, EventCodec codec, InstantSource clock) {
        this.archive = archive;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Publishes the events with their archived data: nothing is upcast, and personal data stays encrypted. The run ends at
     * the first event that is not accepted; accepted later events of other keys are published again.
     *
     * @param broken receives records that are not events, perhaps again in a later run; the run skips them
     * @param after the position of the last run's report, or the start
     * @param limit no further batch begins after this many records
     */
    public ArchiveReport publish(
            EventPublisher to,
            Consumer<Delivery.Undecodable> broken,
            ArchivePosition after,
            int limit,
            Deadline deadline) {
        ArchiveReader reader = new ArchiveReader(archive.format(), codec, type -> false);
        return run(reader, new PublishedBatch(to.withOwnWithholding(), broken), after, limit, deadline);
    }

    /**
     * Lets a consumer settle the records, also those that are not events. The run ends at the first unsettled record.
     *
     * @param after the position of the last run's report, or the start
     * @param limit no further batch begins after this many records
     */
    public ArchiveReport process(BatchProcessor by, ArchivePosition after, int limit, Deadline deadline) {
        ArchiveReader reader = new ArchiveReader(archive.format(), codec, by.subscription());
        return run(reader, new ProcessedBatch(by), after, limit, deadline);
    }

    private ArchiveReport run(
            ArchiveReader reader, ArchiveBatch batch, ArchivePosition after, int limit, Deadline deadline) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        return new ArchiveRun(archive, reader, batch, clock, after, limit, deadline).run();
    }
}
