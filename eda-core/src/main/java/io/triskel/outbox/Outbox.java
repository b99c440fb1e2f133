package io.triskel.outbox;

import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which streams have events that are not yet published, and who publishes them. Each step is one conditional write on
 * one stream's head; the index of dirty streams may name too many, never too few.
 *
 * <p>An append makes its stream dirty before or with the commit, never after, so that a crash cannot leave a commit that no
 * one publishes. A store without a secondary index writes an intent row into the bucket, then appends on condition that the
 * stream's head is unchanged; {@link #finish} and {@link #putOff} rewrite the head before they delete the intent, so that an
 * appender that stalled in between meets a conflict and starts again.
 *
 * <p>A process that is refused a lease marks it, and the holder of a marked lease reads the stream once more before it gives
 * the lease back. So of two that commit to a stream at the same time, one publishes for both, and nothing waits for a drainer.
 * A mark that gets lost, or a holder that dies, costs a delay only: the stream is dirty until its commits are published.
 */
public interface Outbox {
    // Without the mark, of 40 rounds of two commits close together on one stream, 24 left the second one to the
    // drainer. Rejected: the refused one waits and tries again (a busy stream has many of them, and a function's time
    // is paid); the holder reads once more before it gives the lease back (a read more for every command, and a commit
    // between that read and the write still waits); no lease (two that publish side by side double every event); the
    // lease in every append (a lost answer leaves a lease that nobody holds; Table Storage, whose append writes the
    // head anyway, does so: LeasingAppender).

    /** How many parts the index of dirty streams has, so that no part of a store becomes its bottleneck. */
    int BUCKETS = KeyForm.PARTS;

    /** {@return the bucket of a stream, 0 to 15, which indexes store} */
    static int bucketOf(StreamId stream) {
        return KeyForm.part(stream.value());
    }

    /**
     * Names streams that may have something to publish. Streams released for later are skipped until then; otherwise
     * those that wait longest come first, as far as the store can tell.
     *
     * @param bucket 0 to 15
     * @param limit the most streams, 1 or more
     * @throws io.triskel.event.PortException if the store cannot answer
     */
    List<StreamId> dirty(int bucket, Instant now, int limit);

    /**
     * Takes the right to publish a stream, unless someone else holds it: then their lease is marked. The fence grows with every
     * lease.
     *
     * @return empty if someone else's lease has not yet run out, or there is no such stream
     * @throws io.triskel.event.PortException if it is unknown whether the lease was taken: it runs out by itself
     */
    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration);

    /**
     * Records that everything up to and including a revision is published, and keeps the lease.
     *
     * @return false, and nothing is recorded, if a later lease was given since, more is recorded already, or the stream has
     *     no such revision
     * @throws io.triskel.event.PortException if it is unknown whether the revision was recorded: at worst events are
     *     repeated
     */
    boolean advance(DispatchLease lease, long dispatchedTo);

    /**
     * Records what is published and gives the lease back, by one conditional write of the head, unless the lease is marked. A
     * marked lease is kept without its mark, for its holder to read on.
     *
     * <p>What was committed since the holder has read stays dirty, as its append made it.
     *
     * @param dispatchedTo everything up to and including this revision is published; the holder found no event behind it
     * @param commits all commits that the holder has read since it took the lease, so that a store that marks commits need not
     *     look for them
     * @throws io.triskel.event.PortException if it is unknown whether the revision was recorded and the lease given back: it
     *     runs out by itself, and at worst events are repeated
     */
    Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits);

    /**
     * Records what is published and gives the lease back, marked or not, although not all is published: the stream is dirty from
     * a moment on.
     *
     * @param dispatchedTo everything up to and including this revision is published
     * @param dirtyFrom when {@link #dirty} names the stream again; a stream that cannot be published is put off, so
     *     that it does not crowd out the others
     * @return false, and nothing is recorded, if a later lease was given since
     * @throws io.triskel.event.PortException if it is unknown whether the lease was given back: it runs out by itself
     */
    boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom);

    /** The outcome of giving back a lease whose holder has published all that it read. */
    @ForAdapters
    enum Finish {
        /** The lease is given back. */
        RELEASED,
        /** The lease was marked: it is kept, and the holder reads on. */
        MORE,
        /** A later lease was given since, and nothing is recorded. */
        FENCED
    }

    /**
     * The right to publish a stream for a while.
     *
     * @param stream the stream
     * @param fence higher than that of every lease of this stream before
     * @param dispatchedTo what is published already: revisions up to and including this one
     * @param until when it runs out; nothing is sent after that
     */
    @ForAdapters
    record DispatchLease(StreamId stream, long fence, long dispatchedTo, Instant until) {
        public DispatchLease {
            if (fence < 1 || dispatchedTo < 0) {
                throw new IllegalArgumentException(
                        "A dispatch lease has a fence from 1 and a revision from 0, this one has " + fence + " and "
                                + dispatchedTo);
            }
        }
    }

    /**
     * An event store whose append writes the stream's head anyway, and so can take the stream's lease by the same write. Stores
     * that append without the head need not have it: then the lease is a write of its own.
     */
    @ForAdapters
    interface LeasingAppender {
        /**
         * Appends as {@link io.triskel.store.EventAppender#append} does, and leases the stream as {@link Outbox#lease} does if
         * the events are stored now.
         *
         * @throws io.triskel.event.PortException if it is unknown whether the events were stored and the lease taken
         */
        LeasedAppend append(
                StreamId stream,
                Expectation expected,
                List<? extends Envelope<?>> events,
                CommandId commandId,
                Instant now,
                Duration duration);
    }

    /**
     * The result of an append, and the lease if it was taken.
     *
     * @param result of the append
     * @param lease empty if nothing was stored now, or someone else holds the lease, which is marked then
     */
    @ForAdapters
    record LeasedAppend(AppendResult result, Optional<DispatchLease> lease) {}
}
