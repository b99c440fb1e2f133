package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * The refused and the unused rights of a manifest, on a local cloud that refuses all other calls.
 *
 * @param refused the refused calls, as caller and right
 * @param unused rights of each caller that it has not needed
 */
public record Rights(Set<String> refused, Map<String, Set<String>> unused) {
    public Rights {
        refused = Set.copyOf(refused);
        unused = Map.copyOf(unused);
    }

    void describe(ObjectNode cloud) {
        refused.stream().sorted().forEach(cloud.withArray("refused")::add);
        unused.forEach((caller, rights) ->
                rights.forEach(right -> cloud.withArray("unused").add(caller + ": " + right)));
    }
}
