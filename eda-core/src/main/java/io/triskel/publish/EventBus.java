package io.triskel.publish;

import io.triskel.event.Deadline;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What an adapter implements: one request to one bus. Splitting, order, withholding and deadlines of a publication are not
 * its business; {@link OrderedPublisher} does them once for all.
 */
public interface EventBus {
    /** {@return what one request may hold; the same at every call} */
    BusLimits limits();

    /**
     * Sends one request and returns soon: what blocks runs on a thread of the adapter's. Called from several threads at once,
     * for disjoint sets of keys, unless a key was resumed whose earlier request is still unanswered after its deadline.
     *
     * @param batch within {@link #limits}, never empty; events of one key in their order
     * @param deadline when the answer must be there; the adapter sets its client's timeouts by it
     * @return one result per event, in order. A bus that throws, fails the stage or answers too few is taken to have an
     *     unknown outcome for what it did not answer; so has one that has not answered at the deadline, and what it answers
     *     later changes no report
     */
    CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline);
}
