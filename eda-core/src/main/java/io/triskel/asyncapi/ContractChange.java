package io.triskel.asyncapi;

import io.triskel.codec.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change between two contracts.
 *
 * @param message the message's name
 * @param where the place in its events; empty if the message itself changed
 * @param what the keyword, if the rule has several
 * @param breaks whom it breaks; nobody if it is empty
 */
record ContractChange(String message, String where, Rule rule, String what, String was, String is, Set<Broken> breaks) {
    /** In Confluent's words: whether new readers read old events (backward), and old readers new ones (forward). */
    enum Broken {
        BACKWARD,
        FORWARD
    }

    boolean isSameAs(ContractChange other) {
        return with(Set.of()).equals(other.with(Set.of()));
    }

    ContractChange with(Set<Broken> broken) {
        return new ContractChange(message, where, rule, what, was, is, broken);
    }

    ContractChange and(ContractChange other) {
        Set<Broken> both = new TreeSet<>(breaks);
        both.addAll(other.breaks);
        return with(both);
    }

    JsonObject json() {
        return JsonObject.empty()
                .set("message", message)
                .set("where", where)
                .set("rule", rule.id())
                .set("what", what)
                .set("was", was)
                .set("is", is)
                .setTexts(
                        "breaks",
                        breaks.stream()
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList())
                .set("text", text())
                .set("instead", instead());
    }

    private String text() {
        String changed = what.isEmpty() ? "" : what + " ";
        return switch (rule) {
            case MESSAGE_ADDED -> "new message";
            case MESSAGE_REMOVED -> "message removed";
            case MESSAGE_REPLACED -> "replaced by " + is + ", which its readers read this version as";
            case CHANNEL -> "channel was " + was + ", is " + is;
            case CONTENT_TYPE -> "content type was " + was + ", is " + is;
            case SCHEMA_FORMAT -> "schema is not JSON Schema (" + was + ", " + is + "), and changed";
            case PATTERN -> "pattern was " + was + ", is " + is;
            case ORDERING_KEY -> "ordering key was " + was + ", is " + is;
            case SENDER -> "nobody sends it any more; it was " + was;
            case RECEIVER -> "nobody receives it any more; it was " + was;
            case MEMBER_ADDED -> "new member that may be absent";
            case MEMBER_REMOVED -> "member removed, which no reader required";
            case TYPE -> "type was " + was + ", is " + is;
            case VALUES -> "values were " + was + ", are " + is;
            case REQUIRED -> is.equals("required") ? "was " + was + ", is required" : "was required, is " + is;
            case PERSONAL -> "was " + was + ", is " + is + " as personal data";
            case CLOSED -> "unknown members: were " + was + ", are " + is;
            case CASE -> "cases differ at " + what + ": " + was + ", " + is;
            case BOUND, TEXT_PATTERN, FORMAT, ENCODING, NAMES, OTHER ->
                changed + "was " + none(was) + ", is " + none(is);
        };
    }

    private static String none(String text) {
        return text.isEmpty() ? "absent" : text;
    }

    private String instead() {
        return switch (rule) {
            case MESSAGE_ADDED, MEMBER_ADDED, MEMBER_REMOVED -> "";
            case MESSAGE_REPLACED -> "release the readers of " + is + " before its first writer";
            case MESSAGE_REMOVED -> "keep it, or register an upcaster to the version that replaces it";
            case CHANNEL -> "publish on both channels until the last reader has moved";
            case SENDER -> "keep sending it until no reader waits for it";
            case RECEIVER -> "keep a receiver until no sender needs one";
            case PATTERN, ORDERING_KEY -> "add a new type, and keep this one until its readers have moved";
            default -> "keep " + message + " as it is, and add " + next();
        };
    }

    /** Ours end in a version: {@code orders.order-placed.v1}. */
    private String next() {
        List<String> parts = List.of(message.split("\\.v(?=[0-9]{1,9}$)", 2));
        return parts.size() == 2
                ? parts.get(0) + ".v" + (Integer.parseInt(parts.get(1)) + 1) + " with an upcaster from it"
                : "the changed one under a new name";
    }
}
