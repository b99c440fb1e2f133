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
 * Records which streams have unpublished events, and which process publishes them (port). Each step is one conditional
 * write of one stream's head; the index of unpublished streams may list too many, never too few.
 *
 * <p>An append lists its stream as unpublished before or with the commit, never after, so that a crash cannot leave a
 * commit that is never published. A store without a secondary index writes an intent row into the bucket, then appends on
 * condition that the stream's head is unchanged; {@link #finish} and {@link #putOff} rewrite the head before they delete
 * the intent, so that an appender that stalled in between meets a conflict and starts again.
 *
 * <p>A dispatcher that is refused a lease marks it; the holder of a marked lease rereads the stream before releasing it. So
 * of two concurrent commits to a stream, one dispatcher publishes both, and neither waits for a drain. A lost mark or a
 * dead holder only costs a delay: the stream stays listed until its commits are published.
 */
public interface Outbox {
    // Without the mark, in 40 rounds of two commits close together on one stream, 24 left the second one to a
    // drain. Rejected: the refused dispatcher waits and tries again (a busy stream has many, and a function's time
    // is paid); the holder always reads once more before releasing the lease (one more read per command, and a
    // commit between that read and the write still waits); no lease (two concurrent dispatchers publish every event
    // twice); the lease in every append (a lost answer leaves a lease without a holder; Table Storage, whose append
    // writes the head anyway, does this: LeasingAppender).

    /** The number of parts of the index of unpublished streams, so that no part of a store becomes a bottleneck. */
    int BUCKETS = KeyForm.PARTS;

    /** {@return the bucket of a stream, 0 to 15; indexes store it} */
    static int bucketOf(StreamId stream) {
        return KeyForm.part(stream.value());
    }

    /**
     * Lists streams that may have unpublished events. Streams put off are skipped until they are due; the others are listed
     * longest waiting first, as far as the store knows.
     *
     * @param bucket 0 to 15
     * @param limit the most streams, at least 1
     * @throws io.triskel.event.PortException if the store fails
     */
    List<StreamId> dirty(int bucket, Instant now, int limit);

    /**
     * Takes the right to publish a stream, or marks the lease of its holder. The fence grows with every lease.
     *
     * @return empty if another lease has not expired, or there is no such stream
     * @throws io.triskel.event.PortException if it is unknown whether the lease was taken: it expires by itself
     */
    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration);

    /**
     * Records the revision up to which all events are published, and keeps the lease.
     *
     * @return false, and nothing is recorded, if there is a later lease, a later revision is recorded, or the stream has no
     *     such revision
     * @throws io.triskel.event.PortException if it is unknown whether the revision was recorded: at worst events are
     *     duplicated
     */
    boolean advance(DispatchLease lease, long dispatchedTo);

    /**
     * Records what is published and releases the lease, by one conditional write of the head. A marked lease is kept
     * without its mark, and its holder reads newer commits.
     *
     * <p>Commits since the holder's last read stay unpublished, as their appends listed them.
     *
     * @param dispatchedTo the revision up to which all events are published; the holder found no later event
     * @param commits all commits that the holder has read under this lease, so that a store that marks commits need not
     *     search for them
     * @throws io.triskel.event.PortException if it is unknown whether the revision was recorded and the lease released: the
     *     lease expires by itself, and at worst events are duplicated
     */
    Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits);

    /**
     * Records what is published and releases the lease, marked or not, while events are left: the stream is listed again
     * from a moment on.
     *
     * @param dispatchedTo the revision up to which all events are published
     * @param dirtyFrom when {@link #dirty} lists the stream again; a stream that cannot be published is put off, so that it
     *     does not crowd out the others
     * @return false, and nothing is recorded, if there is a later lease
     * @throws io.triskel.event.PortException if it is unknown whether the lease was released: it expires by itself
     */
    boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom);

    /** The outcome of {@link #finish}. */
    @ForAdapters
    enum Finish {
        /** The lease is released. */
        RELEASED,
        /** The lease was marked: it is kept, and the holder reads newer commits. */
        MORE,
        /** There is a later lease, and nothing is recorded. */
        FENCED
    }

    /**
     * The right to publish a stream for a limited time.
     *
     * @param stream the stream
     * @param fence higher than that of every earlier lease of this stream
     * @param dispatchedTo the revision up to which all events are published
     * @param until when it expires; nothing is sent after that
     */
    @ForAdapters
    record DispatchLease(StreamId stream, long fence, long dispatchedTo, Instant until) {
        public DispatchLease {
            if (fence < 1 || dispatchedTo < 0) {
                throw new IllegalArgumentException(
                        "A dispatch lease must have a fence of at least 1 and a revision of at least 0, this one "
                                + "has " + fence + " and "
                                + dispatchedTo);
            }
        }
    }

    /**
     * An event store whose append writes the stream's head anyway, and so can take the stream's lease in the same write.
     * With other stores the lease is a separate write.
     */
    @ForAdapters
    interface LeasingAppender {
        /**
         * Appends like {@link io.triskel.store.EventAppender#append}, and leases the stream like {@link Outbox#lease} if
         * this call stores the events.
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
     * @param lease empty if this call stored nothing, or another process holds the lease, which is then marked
     */
    @ForAdapters
    record LeasedAppend(AppendResult result, Optional<DispatchLease> lease) {}
}
