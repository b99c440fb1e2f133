package io.triskel.orders.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The permissions that a package's manifests state, in Markdown: a row for each resource and use. */
final class PermissionTable {
    /** Stands for the holder's own name in resources that each holder has for itself. */
    private static final String OWN = "FUNCTION";

    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> events = new LinkedHashSet<>();
    private final Map<String, Set<String>> holders = new TreeMap<>();

    /** {@return the rows, under a head} */
    static String of(Iterable<JsonNode> manifests) {
        PermissionTable table = new PermissionTable();
        manifests.forEach(table::add);
        return table.markdown();
    }

    private void add(JsonNode manifest) {
        for (JsonNode function : manifest.path("functions")) {
            String name = function.path("name").asText().replaceFirst("^\\$\\{name}-", "");
            all.add(name);
            if (function.path("role").asText().equals("events")) {
                events.add(name);
            }
            function.path("permissions").forEach(permission -> add(name, permission));
            function.path("keyPermissions").forEach(permission -> add(name, permission));
        }
        for (JsonNode identity : manifest.path("identities")) {
            identity.path("permissions")
                    .forEach(permission -> add(identity.path("identity").asText(), permission));
        }
    }

    private void add(String holder, JsonNode permission) {
        String resource = permission.path("resource").asText().replace("${name}-" + holder, "${name}-" + OWN);
        List<String> may = new ArrayList<>();
        permission.path("actions").forEach(action -> may.add(action.asText()));
        permission.path("roles").forEach(role -> may.add(role.asText()));
        String row = "`" + resource + "` | "
                + may.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
        holders.computeIfAbsent(row, none -> new LinkedHashSet<>()).add(holder);
    }

    private String markdown() {
        StringBuilder rows = new StringBuilder("| on | may | who |\n|---|---|---|\n");
        holders.forEach((row, who) ->
                rows.append("| ").append(row).append(" | ").append(names(who)).append(" |\n"));
        return rows.toString();
    }

    private String names(Set<String> who) {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        groups.put("every function", all);
        groups.put("every function of events", events);
        Set<String> left = new LinkedHashSet<>(who);
        List<String> names = new ArrayList<>();
        groups.forEach((name, group) -> {
            if (left.containsAll(group)) {
                names.add(name);
                left.removeAll(group);
            }
        });
        left.forEach(name -> names.add("`" + name + "`"));
        return String.join(", ", names);
    }
}
