package io.triskel.load.evaluate.tree;

import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.size.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A changed demand that changes which offers pass.
 *
 * @param value the nearest one that does, in steps of the question's {@link Scale}; 0 if it is not a number
 * @param then how each cloud comes through the gates with it
 */
public record Flip(Kind kind, int value, List<Qualification> then) {
    public Flip {
        then = List.copyOf(then);
    }

    /** How the demand changes. */
    public enum Kind {
        /** A requirement is dropped. */
        WITHOUT,
        /** A requirement is stated. */
        WITH,
        /** Another region. */
        ELSEWHERE,
        /** The bus itself keeps all that is read again. */
        BUS_ALONE,
        /** A number that lets a further offer pass. */
        EASIER,
        /** A number with which a cloud has no offer left. */
        HARDER;

        /** {@return whether less is demanded} */
        public boolean isEasier() {
            return this == WITHOUT || this == EASIER;
        }
    }

    /** {@return the names of the offers that pass, by cloud} */
    static Map<String, Set<String>> passing(List<Qualification> entries) {
        Map<String, Set<String>> passing = new LinkedHashMap<>();
        entries.forEach(entry -> passing.put(
                entry.cloud(), entry.passing().stream().map(Plan::name).collect(Collectors.toSet())));
        return passing;
    }
}
