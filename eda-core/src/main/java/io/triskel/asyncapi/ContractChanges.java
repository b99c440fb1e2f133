package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.asyncapi.ContractChange.Broken;
import io.triskel.asyncapi.ContractDocument.Message;
import io.triskel.codec.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What changed between two contracts, message by message. */
final class ContractChanges {
    private static final Set<Broken> BOTH = Set.of(Broken.BACKWARD, Broken.FORWARD);
    private static final int DEEPEST_NOTE = 50;

    private final ContractDocument older;
    private final ContractDocument newer;
    private final List<ContractChange> changes = new ArrayList<>();
    private String message = "";

    private ContractChanges(JsonObject older, JsonObject newer) {
        this.older = read("The old document", older);
        this.newer = read("The new document", newer);
    }

    private static ContractDocument read(String which, JsonObject document) {
        try {
            return ContractDocument.of(document);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(which + ": " + refused.getMessage(), refused);
        }
    }

    static List<JsonObject> between(JsonObject older, JsonObject newer) {
        ContractChanges found = new ContractChanges(older, newer);
        found.compare();
        return found.changes.stream().map(ContractChange::json).toList();
    }

    private void compare() {
        older.messages().forEach((name, was) -> {
            message = name;
            Message is = newer.messages().get(name);
            if (is == null) {
                removed(name);
            } else {
                compare(was, is);
            }
        });
        newer.messages().keySet().stream()
                .filter(name -> !older.messages().containsKey(name))
                .forEach(name -> {
                    message = name;
                    add("", Rule.MESSAGE_ADDED, "", "", Set.of());
                });
    }

    private void removed(String name) {
        Optional<String> heir = newer.messages().entrySet().stream()
                .filter(one -> one.getValue().own().upcasts().contains(name))
                .map(one -> one.getKey())
                .findFirst();
        heir.ifPresentOrElse(
                now -> add("", Rule.MESSAGE_REPLACED, name, now, Set.of()),
                () -> add("", Rule.MESSAGE_REMOVED, "", "", BOTH));
    }

    private void compare(Message was, Message is) {
        if (!was.channels().equals(is.channels())) {
            // One more channel is no loss for those who read the others.
            add(
                    "",
                    Rule.CHANNEL,
                    list(was.channels()),
                    list(is.channels()),
                    is.channels().containsAll(was.channels()) ? Set.of() : BOTH);
        }
        if (!was.contentType().equals(is.contentType())) {
            add("", Rule.CONTENT_TYPE, was.contentType(), is.contentType(), BOTH);
        }
        optional(Rule.ORDERING_KEY, was.own().key(), is.own().key());
        uses(was, is);
        if (!was.own().pattern().equals(is.own().pattern())) {
            optional(Rule.PATTERN, was.own().pattern(), is.own().pattern());
            // The envelope's attributes follow from the pattern.
            schemas(data(older, was), data(newer, is), "data");
            return;
        }
        if (was.format().isPresent() || is.format().isPresent()) {
            if (!was.payload().equals(is.payload()) || !was.format().equals(is.format())) {
                add(
                        "",
                        Rule.SCHEMA_FORMAT,
                        was.format().orElse("JSON Schema"),
                        is.format().orElse("JSON Schema"),
                        BOTH);
            }
            return;
        }
        schemas(older.parts(was.payload()), newer.parts(is.payload()), "");
        schemas(older.parts(was.headers()), newer.parts(is.headers()), "headers");
    }

    private void optional(Rule rule, Optional<String> was, Optional<String> is) {
        if (!was.equals(is)) {
            add("", rule, was.orElse("none"), is.orElse("none"), BOTH);
        }
    }

    /** An event may lose a receiver; a command without one is lost. Of other documents it is not known which is which. */
    private void uses(Message was, Message is) {
        if (is.own().upcastTo().isPresent()) {
            if (was.own().upcastTo().isEmpty()) {
                add("", Rule.MESSAGE_REPLACED, message, is.own().upcastTo().get(), Set.of());
            }
            return;
        }
        if (!was.uses().senders().isEmpty() && is.uses().senders().isEmpty()) {
            add("", Rule.SENDER, list(was.uses().senders()), "", Set.of(Broken.FORWARD));
        }
        boolean needed = was.own().pattern().map("Command"::equals).orElse(true);
        if (needed && !was.uses().receivers().isEmpty() && is.uses().receivers().isEmpty()) {
            add("", Rule.RECEIVER, list(was.uses().receivers()), "", Set.of(Broken.BACKWARD));
        }
    }

    private static String list(Collection<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }

    private static List<SchemaPart> data(ContractDocument document, Message message) {
        return new Written(document.parts(message.payload())).member("data");
    }

    private void schemas(List<SchemaPart> was, List<SchemaPart> is, String where) {
        new Reading()
                .differences(was, is, where)
                .forEach(one ->
                        add(one.where(), one.rule(), one.what(), one.written(), one.read(), Set.of(Broken.BACKWARD)));
        new Reading()
                .differences(is, was, where)
                .forEach(one ->
                        add(one.where(), one.rule(), one.what(), one.read(), one.written(), Set.of(Broken.FORWARD)));
        members(new Written(was), new Written(is), where, new HashSet<>());
    }

    /** Members that came or went without harm. */
    private void members(Written was, Written is, String where, Set<List<List<SchemaPart>>> seen) {
        if (was.parts().equals(is.parts())
                || seen.size() > DEEPEST_NOTE
                || !seen.add(List.of(was.parts(), is.parts()))) {
            return;
        }
        Set<String> names = new TreeSet<>(was.declared());
        names.addAll(is.declared());
        for (String name : names) {
            String at = where.isEmpty() ? name : where + "." + name;
            boolean before = was.declared().contains(name);
            boolean after = is.declared().contains(name);
            if (before && after) {
                members(new Written(was.member(name)), new Written(is.member(name)), at, seen);
            } else if (changes.stream()
                    .noneMatch(
                            one -> one.message().equals(message) && one.where().equals(at))) {
                add(at, before ? Rule.MEMBER_REMOVED : Rule.MEMBER_ADDED, "", "", Set.of());
            }
        }
        if (was.parts().stream().anyMatch(ContractChanges::hasItems)
                && is.parts().stream().anyMatch(ContractChanges::hasItems)) {
            members(new Written(was.element(0)), new Written(is.element(0)), where + "[]", seen);
        }
    }

    private static boolean hasItems(SchemaPart part) {
        JsonNode items = part.get("items");
        return items.isObject();
    }

    private void add(String where, Rule rule, String was, String is, Set<Broken> breaks) {
        add(where, rule, "", was, is, breaks);
    }

    private void add(String where, Rule rule, String what, String was, String is, Set<Broken> breaks) {
        ContractChange change = new ContractChange(message, where, rule, what, was, is, breaks);
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).isSameAs(change)) {
                changes.set(i, changes.get(i).and(change));
                return;
            }
        }
        changes.add(change);
    }
}
