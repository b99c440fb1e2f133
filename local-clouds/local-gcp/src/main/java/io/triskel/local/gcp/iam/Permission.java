package io.triskel.local.gcp.iam;

/**
 * The permission that a call needs.
 *
 * @param name such as {@code pubsub.topics.publish}
 * @param resource the full name of what the call works on
 */
public record Permission(String name, String resource) {
    /** {@return such as {@code pubsub.topics.publish on projects/p/topics/orders}} */
    @Override
    public String toString() {
        return name + " on " + resource;
    }
}
