package io.triskel.gcp.pubsub;

import io.triskel.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the filter of a subscription for certain types of events (Pub/Sub documentation, "Filter messages from a
 * subscription"), so that no function is called, and paid for, only to ignore an event. A filter has at most 256 bytes:
 * types that do not fit are joined by a common prefix of their names. So the filter may pass too many events, which the
 * consumer ignores, but never too few.
 *
 * <p>The filter reads the attribute {@code ce-type}, which events in binary mode have. A subscription's filter cannot
 * be changed: a consumer of more types needs a new subscription.
 */
public final class TypeFilter {
    private static final int MOST_BYTES = 256;
    private static final String TYPE = "attributes.\"ce-type\"";

    private TypeFilter() {}

    /**
     * {@return the filter; empty, so that all events pass, if no filter of these types fits}
     *
     * @param types as on the wire, including old versions that are upcast
     */
    public static String of(Collection<EventType> types) {
        List<Clause> clauses = new ArrayList<>(types.stream()
                .map(EventType::wire)
                .distinct()
                .sorted()
                .map(type -> new Clause(type, true))
                .toList());
        String filter = text(clauses);
        while (filter.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            if (!joinMostAlike(clauses)) {
                return "";
            }
            filter = text(clauses);
        }
        return filter;
    }

    /**
     * Joins the two clauses with the longest common prefix, which are adjacent in sorted order; returns false if no two
     * have one.
     */
    private static boolean joinMostAlike(List<Clause> clauses) {
        String longest = "";
        for (int i = 0; i + 1 < clauses.size(); i++) {
            String common = clauses.get(i).commonWith(clauses.get(i + 1));
            longest = common.length() > longest.length() ? common : longest;
        }
        if (longest.isEmpty()) {
            return false;
        }
        Clause joined = new Clause(longest, false);
        clauses.removeIf(clause -> clause.type().startsWith(joined.type()));
        clauses.add(joined);
        clauses.sort(Comparator.comparing(Clause::type));
        return true;
    }

    private static String text(List<Clause> clauses) {
        return String.join(" OR ", clauses.stream().map(Clause::text).toList());
    }

    /** One type, or all types with a prefix. */
    private record Clause(String type, boolean whole) {
        String commonWith(Clause other) {
            int end = 0;
            while (end < Math.min(type.length(), other.type.length()) && type.charAt(end) == other.type.charAt(end)) {
                end++;
            }
            return type.substring(0, end);
        }

        String text() {
            String quoted = '"' + type.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            return whole ? TYPE + " = " + quoted : "hasPrefix(" + TYPE + ", " + quoted + ")";
        }
    }
}
