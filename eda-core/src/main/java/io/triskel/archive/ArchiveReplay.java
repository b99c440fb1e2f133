package io.triskel.archive;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.publish.EventPublisher;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Replays an archive, part by part, object by object in the order of their names and record by record, into a publisher or a
 * consumer, such as a projection that is rebuilt beside the old one. A run has a limit and a deadline and reports a position.
 * The next run goes on from there, in another process too, and may repeat events that were done behind it: they keep their ids.
 *
 * <p>A key's events come in the order in which they were archived, which is the published order as far as the writer of the
 * archive kept it. Projections and replicas work with any order: they compare revisions. An object that cannot be read ends
 * only its own part of the run: the other parts go on, and the report names the object.
 */
public final class ArchiveReplay {
    private final Archive archive;
    private final EventCodec codec;
    private final InstantSource clock;

    /**
     * Creates a replay.
     *
     * @param clock the deadlines' clock
     */
    public ArchiveReplay(Archive archive, EventCodec codec, InstantSource clock) {
        this.archive = archive;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Publishes the events, with their data as it was archived: nothing is upcast, and personal data stays sealed. The run ends
     * at the first event that is not accepted; later events of other keys may have been accepted, and are published again.
     *
     * @param broken receives records that are no events, perhaps again in a later run; the run passes over them
     * @param after the position of the last run's report, or the beginning
     * @param limit no further batch is begun when so many records are done
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
     * Lets a consumer settle the records; the consumer also decides about records that are no events. The run ends at the first
     * record that is not settled.
     *
     * @param after the position of the last run's report, or the beginning
     * @param limit no further batch is begun when so many records are done
     */
    public ArchiveReport process(BatchProcessor by, ArchivePosition after, int limit, Deadline deadline) {
        ArchiveReader reader = new ArchiveReader(archive.format(), codec, by.subscription());
        return run(reader, new ProcessedBatch(by), after, limit, deadline);
    }

    private ArchiveReport run(
            ArchiveReader reader, ArchiveBatch batch, ArchivePosition after, int limit, Deadline deadline) {
        if (limit < 1) {
            throw new IllegalArgumentException("A replay does at least one record, not " + limit);
        }
        return new ArchiveRun(archive, reader, batch, clock, after, limit, deadline).run();
    }
}
