package io.triskel.local.gcp.iam;

/**
 * A permission that a call needs.
 *
 * @param name such as {@code pubsub.topics.publish}
 * @param resource the full name of the resource
 */
public record Permission(String name, String resource) {
    /** {@return a text such as {@code pubsub.topics.publish on projects/p/topics/orders}} */
    @Override
    public String toString() {
        return name + " on " + resource;
    }
}
