package io.triskel.local.azure.roles;

/**
 * A data action that a call needs.
 *
 * @param name as in role definitions
 * @param resource the end of the id of the resource
 */
public record DataAction(String name, String resource) {
    /** {@return a text of the name and the resource} */
    @Override
    public String toString() {
        return name + " on " + resource;
    }
}
