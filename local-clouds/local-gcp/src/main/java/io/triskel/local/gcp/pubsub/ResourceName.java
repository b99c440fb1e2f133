package io.triskel.local.gcp.pubsub;

import io.triskel.local.gcp.wire.Refusal;
import java.util.regex.Pattern;

/**
 * Checks names of topics, subscriptions and snapshots (Pub/Sub documentation, "Guidelines to name a topic, subscription
 * or snapshot").
 */
final class ResourceName {
    /** The topic's name in a subscription whose topic was deleted. */
    static final String DELETED_TOPIC = "_deleted-topic_";

    private static final Pattern NAME =
            Pattern.compile("projects/[^/]+/(topics|subscriptions|snapshots)/(?!goog)[A-Za-z][A-Za-z0-9._~%+-]{2,254}");

    private ResourceName() {}

    static String checked(String name, String collection) {
        Refusal.unless(
                NAME.matcher(name).matches() && name.split("/", -1)[2].equals(collection),
                "Invalid resource name given (name=" + name + "): projects/PROJECT/" + collection
                        + "/ID was expected, where ID has 3 to 255 letters, digits or -._~%+ and starts with a letter");
        return name;
    }

    static String id(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    static String project(String name) {
        return name.split("/", -1)[1];
    }
}
