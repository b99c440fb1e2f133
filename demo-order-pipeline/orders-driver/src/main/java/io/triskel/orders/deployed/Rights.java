package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * What came of the rights that a manifest gives, where a local cloud refuses all else.
 *
 * @param refused what was refused, as caller and right
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
