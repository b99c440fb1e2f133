package io.triskel.projection;

import io.triskel.projection.Projection.Contribution;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Asks a projection about one row, and rejects an invalid answer with a message that names the row and the fix. */
final class CheckedAnswers {
    private CheckedAnswers() {}

    /** {@return the index keys of this row, with its subject's; none if it is gone} */
    static <R> Map<String, String> indexKeys(Projection<R> projection, String id, Optional<R> row) {
        Map<String, String> keys = new HashMap<>();
        row.ifPresent(there -> {
            projection.indexKeys(there).forEach((index, key) -> {
                requireIndex(projection, id, index, key);
                keys.put(index, key);
            });
            projection.subject(there).ifPresent(subject -> keys.put(ProjectionTables.SUBJECT_INDEX, subject));
        });
        return keys;
    }

    private static void requireIndex(Projection<?> projection, String id, String index, String key) {
        if (index == null) {
            throw new IllegalArgumentException("An index of " + named(projection, id)
                    + " has the name null: set its name in Projection.indexKeys");
        }
        if (key == null) {
            throw new IllegalArgumentException("Index '" + index + "' of " + named(projection, id)
                    + " has the key null: return a text for each row, such as \"none\", or leave the index out of"
                    + " Projection.indexKeys for a row that it must not find");
        }
    }

    /** {@return this row's contributions, by total; none if it is gone} */
    static <R> Map<String, Contribution> contributions(Projection<R> projection, String id, Optional<R> row) {
        Map<String, Contribution> byTotal = new HashMap<>();
        row.ifPresent(there -> asked(projection, id, there).forEach(each -> {
            if (each == null) {
                throw new IllegalArgumentException("A contribution of " + named(projection, id)
                        + " is null: leave it out of Projection.contributions for a row that adds nothing");
            }
            if (byTotal.put(each.total(), each) != null) {
                throw new IllegalArgumentException("A row may contribute once to a total, " + named(projection, id)
                        + " contributes twice to '" + each.total() + "'");
            }
        }));
        return byTotal;
    }

    /** A contribution rejects invalid arguments, but does not know its row. */
    private static <R> Iterable<Contribution> asked(Projection<R> projection, String id, R row) {
        try {
            return projection.contributions(row);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    "The contributions of " + named(projection, id) + ": " + refused.getMessage(), refused);
        }
    }

    private static String named(Projection<?> projection, String id) {
        return "row '" + id + "' of " + projection.name();
    }
}
