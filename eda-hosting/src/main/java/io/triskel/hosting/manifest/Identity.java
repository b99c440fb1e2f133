package io.triskel.hosting.manifest;

import java.util.List;

/**
 * An identity that is not one function's own, with its roles.
 *
 * @param identity its name
 * @param permissions its roles, resource by resource
 */
public record Identity(
        String identity, @Described(atLeast = 1) List<RoleGrant> permissions) {}
