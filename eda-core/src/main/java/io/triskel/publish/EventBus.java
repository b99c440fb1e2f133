package io.triskel.publish;

import io.triskel.event.Deadline;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Sends one request to one bus; each adapter implements it. Splitting, order, withholding and deadlines of a publication are
 * not an adapter's business: {@link OrderedPublisher} does them for all adapters.
 */
public interface EventBus {
    /** {@return the limits of one request; the same at every call} */
    BusLimits limits();

    /**
     * Sends one request and returns soon: a call that blocks must run on a thread of the adapter. Called from several threads
     * at once. Their keys differ, unless a key was resumed while its earlier request is unanswered after its deadline.
     *
     * @param batch within {@link #limits}, never empty; events of one key in their order
     * @param deadline when the answer must be there; the adapter sets its client's timeouts by it
     * @return one result per event, in order. If the bus throws, fails the stage, answers too few or does not answer by the
     *     deadline, the outcome of the events without an answer is unknown; a later answer changes no report
     */
    CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline);
}
