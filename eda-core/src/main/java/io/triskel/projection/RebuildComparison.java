package io.triskel.projection;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a comparison of two generations found, without any value of a row.
 *
 * @param rows compared rows
 * @param differing rows with different members at the same revision
 * @param missing rows that only one generation has
 * @param moving rows that one generation has at a later revision: compare again once the subscription has caught up
 * @param members the names of members that differ in any row; {@code @type} for another member of a sealed set,
 *     {@code @value} for a row without components, such as an enum
 * @param next where the next page begins; empty on the last page
 */
public record RebuildComparison(
        long rows, long differing, long missing, long moving, Set<String> members, Optional<String> next) {
    public RebuildComparison {
        members = Set.copyOf(members);
    }

    /** {@return the sum of both, with the second one's next page} */
    public RebuildComparison plus(RebuildComparison second) {
        Set<String> all = new HashSet<>(members);
        all.addAll(second.members);
        return new RebuildComparison(
                rows + second.rows,
                differing + second.differing,
                missing + second.missing,
                moving + second.moving,
                all,
                second.next);
    }
}
