package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A request for the API.
 *
 * @param path the decoded segments after the lane
 * @param query decoded
 * @param who who asks
 * @param body empty in a GET
 */
record Call(String method, List<String> path, Map<String, String> query, String who, JsonObject body) {
    private static final int MOST = 200;

    /** {@return whether the path has these segments; {@code *} matches any} */
    boolean is(String verb, String... segments) {
        if (!method.equals(verb) || path.size() != segments.length) {
            return false;
        }
        for (int i = 0; i < segments.length; i++) {
            if (!segments[i].equals("*") && !segments[i].equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    String at(int segment) {
        return path.get(segment);
    }

    int limit(int usual) {
        String given = query.getOrDefault("limit", "" + usual);
        try {
            int limit = Integer.parseInt(given);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below.
        }
        throw Refusal.badRequest("limit must be 1 to " + MOST + ", not " + given, "Send a smaller limit.");
    }

    /** {@return the reason that every action needs} */
    String reason() {
        String reason = body.has("reason") ? text("reason").strip() : "";
        if (reason.length() < 10 || reason.length() > 500) {
            throw new Refusal(
                    422,
                    "reason-too-short",
                    "A reason must have 10 to 500 characters, this one has " + reason.length() + ".",
                    "Say why, for those who read the log.");
        }
        return reason;
    }

    String text(String member) {
        return member(member, "a text", json -> json.text(member));
    }

    /** {@return a number of what the page saw} */
    long seen(String number) {
        return member(
                "seen",
                "an object with the number " + number,
                json -> json.object("seen").integer(number));
    }

    private <T> T member(String name, String kind, Function<JsonObject, T> read) {
        try {
            return read.apply(body);
        } catch (IllegalArgumentException missing) {
            throw Refusal.badRequest("The member " + name + " must be " + kind + ".", "Add it to the body.");
        }
    }

    /** {@return the objects of a list; none if it is absent} */
    static List<JsonObject> objects(JsonObject of, String name) {
        return list(of, name, JsonObject::objects);
    }

    /** {@return the texts of a list; none if it is absent} */
    static List<String> texts(JsonObject of, String name) {
        return list(of, name, JsonObject::texts);
    }

    private interface Reading<T> {
        List<T> of(JsonObject json, String name);
    }

    private static <T> List<T> list(JsonObject of, String name, Reading<T> reading) {
        try {
            return of.has(name) ? reading.of(of, name) : List.of();
        } catch (IllegalArgumentException another) {
            throw Refusal.badRequest("The member " + name + " is not a list of what it should have.", "Correct it.");
        }
    }

    /** {@return where the action is, for the log} */
    String place() {
        return String.join("/", path.isEmpty() ? Arrays.asList("") : path);
    }
}
