package io.triskel.orders.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A pipeline's counts of a run, apart from those in the order view.
 *
 * @param eventsByType each event once
 * @param sagasByEnding saga instances
 * @param parked events that are parked now
 * @param parkedEver events that were ever parked, replayed ones included
 * @param duplicatesSuppressed deliveries that an inbox recognised; empty where the target cannot know
 * @param notifications messages to customers
 * @param faults by name, counts that must be zero for the run to be complete
 * @param own this target's own figures, added to the summary unchanged
 */
public record PipelineCounts(
        Map<String, Long> eventsByType,
        Map<String, Long> sagasByEnding,
        long parked,
        long parkedEver,
        OptionalLong duplicatesSuppressed,
        long notifications,
        Map<String, Long> faults,
        ObjectNode own) {
    /** Figures of a target that looks for no faults and adds no figures. */
    public PipelineCounts(
            Map<String, Long> eventsByType,
            Map<String, Long> sagasByEnding,
            long parked,
            long parkedEver,
            OptionalLong duplicatesSuppressed,
            long notifications) {
        this(
                eventsByType,
                sagasByEnding,
                parked,
                parkedEver,
                duplicatesSuppressed,
                notifications,
                Map.of(),
                JsonNodeFactory.instance.objectNode());
    }

    /** {@return how many events there were} */
    public long events() {
        return eventsByType.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@return whether all {@code faults} are zero} */
    public boolean sound() {
        return faults.values().stream().allMatch(count -> count == 0);
    }
}
