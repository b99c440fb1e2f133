package io.triskel.local.azure.roles;

/**
 * The data action that a call needs.
 *
 * @param name as definitions of roles have it
 * @param resource the end of the id of what the call works on
 */
public record DataAction(String name, String resource) {
    /** {@return the name, and on what} */
    @Override
    public String toString() {
        return name + " on " + resource;
    }
}
