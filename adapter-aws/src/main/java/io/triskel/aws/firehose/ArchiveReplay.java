package io.triskel.aws.firehose;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.publish.EventPublisher;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Replays an archive, object by object in the order of their names and line by line, into a publisher or a consumer, such as
 * a projection that is rebuilt beside the old one. A run has bounds and says how far it came; the next goes on from there, in
 * another process too, and may repeat what was done behind the reported position: events keep their ids.
 *
 * <p>A key's events come in the order in which they were archived as far as Firehose kept it, which it does not promise
 * between objects of one second. Projections and replicas do not mind: they compare revisions.
 */
public final class ArchiveReplay {
    private final ArchiveObjects objects;
    private final String prefix;
    private final EventCodec codec;
    private final InstantSource clock;

    /**
     * Creates a replay.
     *
     * @param prefix of the names of the objects that belong to the archive, error output not among them
     * @param clock the deadlines' clock
     */
    public ArchiveReplay(ArchiveObjects objects, String prefix, EventCodec codec, InstantSource clock) {
        this.objects = objects;
        this.prefix = prefix;
        this.codec = codec;
        this.clock = clock;
    }

    /**
     * Publishes the events, with their data as it was archived: nothing is upcast, and personal data stays sealed. Ends at
     * the first event that is not accepted; those of other keys behind it may have been accepted, and are published again.
     *
     * @param broken is given the lines that are no events, perhaps again in a later run; they are passed over
     * @param after the position of the last run's report; empty for the beginning
     * @param limit no further batch is begun when so many lines are done
     */
    public ArchiveReport publish(
            EventPublisher to,
            Consumer<Delivery.Undecodable> broken,
            Optional<ArchivePosition> after,
            int limit,
            Deadline deadline) {
        ArchiveReader reader = new ArchiveReader(codec, type -> false);
        return run(reader, new PublishedBatch(to, broken), after, limit, deadline);
    }

    /**
     * Lets a consumer settle the lines; what it does with those that are no events is its policy. Ends at the first line
     * that is not settled.
     *
     * @param after the position of the last run's report; empty for the beginning
     * @param limit no further batch is begun when so many lines are done
     */
    public ArchiveReport process(BatchProcessor by, Optional<ArchivePosition> after, int limit, Deadline deadline) {
        ArchiveReader reader = new ArchiveReader(codec, by.subscription());
        return run(reader, new ProcessedBatch(by), after, limit, deadline);
    }

    private ArchiveReport run(
            ArchiveReader reader, ArchiveBatch batch, Optional<ArchivePosition> after, int limit, Deadline deadline) {
        if (limit < 1) {
            throw new IllegalArgumentException("A replay does at least one line, not " + limit);
        }
        return new ArchiveRun(objects, prefix, reader, batch, clock, after, limit, deadline).run();
    }
}
