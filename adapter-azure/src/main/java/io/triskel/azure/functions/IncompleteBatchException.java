package io.triskel.azure.functions;

import io.triskel.consume.Delivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import java.util.List;

/** Thrown to the host if not all of a batch is settled, so that the batch is redelivered. */
public final class IncompleteBatchException extends RuntimeException {
    private IncompleteBatchException(String message) {
        super(message);
    }

    static IncompleteBatchException of(List<Delivery> deliveries, Settlement settlement) {
        long open = settlement.verdicts().stream()
                .filter(verdict -> !verdict.settled())
                .count();
        int first = settlement.firstUnsettled().orElseThrow();
        return new IncompleteBatchException(open + " of " + deliveries.size() + " events are not settled, the first at "
                + deliveries.get(first).position().value() + ": "
                + why(settlement.verdicts().get(first)));
    }

    private static String why(Verdict verdict) {
        return verdict instanceof Verdict.Unsettled unsettled
                ? unsettled.why() + ", " + unsettled.message()
                : verdict.tag();
    }
}
